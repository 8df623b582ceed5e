import type { ContentPart, ModelRequest, PromptMessage } from "../../core/answering/model.ts";
import type { Endpoint, Quirks } from "./wireFormat.ts";

type Fields = Readonly<Record<string, unknown>>;

export function openaiChatBody({ model, quirks }: Endpoint, request: ModelRequest, stream: boolean): Fields {
  return {
    model,
    messages: request.messages.map(messageFields),
    ...(stream && {
      stream,
      ...((quirks.streamUsageOption ?? true) && { stream_options: { include_usage: true } }),
    }),
    ...parameterFields(quirks, request),
    ...toolFields(request),
    ...outputFields(quirks, request),
  };
}

function parameterFields(quirks: Quirks, request: ModelRequest): Fields {
  const { temperature, topP, maxTokens, stop = [], seed } = request;
  const { refused = [], seedField = "seed", maxTokensField = "max_completion_tokens" } = quirks;
  return {
    ...(maxTokens !== undefined && { [maxTokensField]: maxTokens }),
    ...(temperature !== undefined && !refused.includes("temperature") && { temperature }),
    ...(topP !== undefined && !refused.includes("topP") && { top_p: topP }),
    ...(stop.length > 0 && !refused.includes("stop") && { stop }),
    ...(seed !== undefined && seedField !== null && !refused.includes("seed") && { [seedField]: seed }),
  };
}

function messageFields(message: PromptMessage): Fields {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user": {
      const { content } = message;
      return { role: "user", content: typeof content === "string" ? content : content.map(partFields) };
    }
    case "assistant": {
      const { content, toolCalls = [] } = message;
      if (toolCalls.length === 0) return { role: "assistant", content };
      return {
        role: "assistant",
        content: content === "" ? null : content,
        tool_calls: toolCalls.map(({ id, name, arguments: text }) => ({
          id,
          type: "function",
          function: { name, arguments: text },
        })),
      };
    }
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  }
}

function partFields(part: ContentPart): Fields {
  return part.type === "text" ? part : { type: "image_url", image_url: { url: part.url } };
}

/** A choice without tools is refused. */
function toolFields({ tools = [], toolChoice }: ModelRequest): Fields {
  if (tools.length === 0) return {};
  return {
    tools: tools.map((tool) => ({ type: "function", function: tool })),
    ...(toolChoice !== undefined && {
      tool_choice: typeof toolChoice === "string" ? toolChoice : { type: "function", function: toolChoice },
    }),
  };
}

function outputFields({ structuredOutput = "json_schema" }: Quirks, { output }: ModelRequest): Fields {
  if (output === undefined || structuredOutput === "none") return {};
  if (output === "json" || structuredOutput === "json_object")
    return { response_format: { type: "json_object" } };
  const { name, schema } = output;
  // Strict decoding refuses schemas that are not closed.
  const strict = schema["additionalProperties"] === false;
  return { response_format: { type: "json_schema", json_schema: { name, schema, strict } } };
}
