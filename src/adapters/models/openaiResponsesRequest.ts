import type { ContentPart, ModelRequest, PromptMessage } from "../../core/answering/model.ts";
import type { Endpoint } from "./wireFormat.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The format has no stop sequences and no seed. */
export function openaiResponsesBody(endpoint: Endpoint, request: ModelRequest, stream: boolean): Fields {
  const { messages, tools = [], toolChoice, temperature, topP, maxTokens } = request;
  const { refused = [] } = endpoint.quirks;
  const instructions = messages.flatMap(({ role, content }) => (role === "system" ? [content] : []));
  const format = textFormat(endpoint, request);
  return {
    model: endpoint.model,
    ...(instructions.length > 0 && { instructions: instructions.join("\n\n") }),
    input: messages.flatMap(inputItems),
    stream,
    store: false,
    ...(temperature !== undefined && !refused.includes("temperature") && { temperature }),
    ...(topP !== undefined && !refused.includes("topP") && { top_p: topP }),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(format !== null && { text: { format } }),
    ...(tools.length > 0 && {
      // Strict is this format's default, and most schemas of others do not fit its rules.
      tools: tools.map((tool) => ({ type: "function", ...tool, strict: false })),
      ...(toolChoice !== undefined && {
        tool_choice:
          typeof toolChoice === "object" ? { type: "function", name: toolChoice.name } : toolChoice,
      }),
    }),
  };
}

function inputItems(message: PromptMessage): Fields[] {
  switch (message.role) {
    case "system":
      return [];
    case "user": {
      const { content } = message;
      return [{ role: "user", content: typeof content === "string" ? content : content.map(inputPart) }];
    }
    case "assistant": {
      const calls = (message.toolCalls ?? []).map(({ id, name, arguments: text }) => ({
        type: "function_call",
        call_id: id,
        name,
        arguments: text,
      }));
      return message.content === "" ? calls : [{ role: "assistant", content: message.content }, ...calls];
    }
    case "tool":
      return [{ type: "function_call_output", call_id: message.toolCallId, output: message.content }];
  }
}

function inputPart(part: ContentPart): Fields {
  return part.type === "text"
    ? { type: "input_text", text: part.text }
    : { type: "input_image", image_url: part.url, detail: "auto" };
}

function textFormat({ quirks }: Endpoint, { output }: ModelRequest): Fields | null {
  if (output === undefined || quirks.structuredOutput === "none") return null;
  if (output === "json" || quirks.structuredOutput === "json_object") return { type: "json_object" };
  return { type: "json_schema", name: output.name, schema: output.schema, strict: true };
}
