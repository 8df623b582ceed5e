import type { ContentPart, ModelRequest, PromptMessage, ToolDefinition } from "../../core/answering/model.ts";
import type { Endpoint, Quirks } from "./wireFormat.ts";

type Fields = Readonly<Record<string, unknown>>;

const maxStops = 5;

export function cohereBody(endpoint: Endpoint, request: ModelRequest, stream: boolean): Fields {
  const { messages, maxTokens, temperature, topP, stop = [], seed } = request;
  const { refused = [], seedField = "seed" } = endpoint.quirks;
  const tools = toolFields(request);
  return {
    model: endpoint.model,
    messages: messages.flatMap(messageOf),
    stream,
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined &&
      !refused.includes("temperature") && { temperature: between(0, temperature, 1) }),
    ...(topP !== undefined && !refused.includes("topP") && { p: between(0.01, topP, 0.99) }),
    ...(stop.length > 0 && !refused.includes("stop") && { stop_sequences: stop.slice(0, maxStops) }),
    ...(seed !== undefined &&
      seed >= 0 &&
      seedField !== null &&
      !refused.includes("seed") && { [seedField]: seed }),
    ...tools,
    // The vendor refuses it beside tools.
    ...(tools === null && outputFields(endpoint.quirks, request)),
  };
}

/** The vendor can demand a call, but not of a certain tool: then it sees that one alone. */
function toolFields({ tools = [], toolChoice }: ModelRequest): Fields | null {
  const offered =
    typeof toolChoice === "object" ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  if (offered.length === 0) return null;
  return {
    tools: offered.map(toolOf),
    ...(toolChoice !== undefined &&
      toolChoice !== "auto" && { tool_choice: toolChoice === "none" ? "NONE" : "REQUIRED" }),
  };
}

function toolOf({ name, description, parameters }: ToolDefinition): Fields {
  return {
    type: "function",
    function: { name, ...(description !== undefined && { description }), parameters },
  };
}

function outputFields({ structuredOutput = "json_schema" }: Quirks, { output }: ModelRequest): Fields {
  if (output === undefined || structuredOutput === "none") return {};
  const hasSchema = output !== "json" && structuredOutput === "json_schema";
  return { response_format: { type: "json_object", ...(hasSchema && { json_schema: output.schema }) } };
}

/** A message without content is refused, so it is left out. */
function messageOf(message: PromptMessage): Fields[] {
  switch (message.role) {
    case "system":
      return message.content === "" ? [] : [{ role: "system", content: message.content }];
    case "user": {
      const { content } = message;
      if (typeof content === "string") return content === "" ? [] : [{ role: "user", content }];
      const parts = content.filter((part) => part.type !== "text" || part.text !== "");
      return parts.length === 0 ? [] : [{ role: "user", content: parts.map(partOf) }];
    }
    case "assistant": {
      const { content, toolCalls = [] } = message;
      if (toolCalls.length === 0) return content === "" ? [] : [{ role: "assistant", content }];
      const calls = toolCalls.map(({ id, name, arguments: text }) => ({
        id,
        type: "function",
        function: { name, arguments: text === "" ? "{}" : text },
      }));
      // What is said beside calls is their plan.
      return [{ role: "assistant", ...(content !== "" && { tool_plan: content }), tool_calls: calls }];
    }
    case "tool":
      return [{ role: "tool", tool_call_id: message.toolCallId, content: message.content }];
  }
}

function partOf(part: ContentPart): Fields {
  return part.type === "text"
    ? { type: "text", text: part.text }
    : { type: "image_url", image_url: { url: part.url } };
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
