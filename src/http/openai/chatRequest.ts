import type { ChatCompletionRequest, OpenaiMessage } from "../../contract/openai.ts";
import type { PlainQuestion } from "../../core/answering/askModels.ts";
import type { ContentPart, PromptMessage } from "../../core/answering/model.ts";

type Asked = Omit<PlainQuestion["request"], "locale">;

/** The request in Batuta's terms. What the client left open stays open. */
export function askedOf(request: ChatCompletionRequest): Asked {
  const { temperature, top_p, seed, stop, tools, tool_choice, response_format } = request;
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  return {
    messages: request.messages.map(messageOf),
    ...(temperature !== undefined && temperature !== null && { temperature }),
    ...(top_p !== undefined && top_p !== null && { topP: top_p }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(stop !== undefined && stop !== null && { stop: typeof stop === "string" ? [stop] : stop }),
    ...(seed !== undefined && seed !== null && { seed }),
    ...(tools && tools.length > 0 && { tools: tools.map(({ function: tool }) => toolOf(tool)) }),
    ...(tool_choice && {
      toolChoice: typeof tool_choice === "string" ? tool_choice : { name: tool_choice.function.name },
    }),
    ...(response_format && outputOf(response_format)),
  };
}

/**
 * The last question and what was said before it; other roles belong to whoever answers. Null when the last user
 * message has no text: an older one is not what is asked now.
 */
export function dialogueOf(messages: ChatCompletionRequest["messages"]) {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const [asked] = saidIn(messages.slice(last, last + 1));
  return asked ? { question: asked.content, history: saidIn(messages.slice(0, last)) } : null;
}

function saidIn(messages: ChatCompletionRequest["messages"]) {
  return messages.flatMap((message) => {
    if (message.role !== "user" && message.role !== "assistant") return [];
    const content = textOf(message.content ?? "");
    return content.trim() === "" ? [] : [{ role: message.role, content }];
  });
}

function messageOf(message: OpenaiMessage): PromptMessage {
  switch (message.role) {
    case "system":
    case "developer":
      return { role: "system", content: textOf(message.content) };
    case "user": {
      const { content } = message;
      return { role: "user", content: typeof content === "string" ? content : content.map(partOf) };
    }
    case "assistant": {
      const toolCalls = (message.tool_calls ?? []).map(({ id, function: call }) => ({
        id,
        name: call.name,
        arguments: call.arguments,
      }));
      const content = textOf(message.content ?? "");
      return { role: "assistant", content, ...(toolCalls.length > 0 && { toolCalls }) };
    }
    case "tool":
      return { role: "tool", content: textOf(message.content), toolCallId: message.tool_call_id };
  }
}

type Parts = Exclude<Extract<OpenaiMessage, { role: "user" }>["content"], string>;

function partOf(part: Parts[number]): ContentPart {
  return part.type === "text"
    ? { type: "text", text: part.text }
    : { type: "image", url: part.image_url.url };
}

/** Images are no text. */
function textOf(content: string | Parts): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

type Tool = NonNullable<ChatCompletionRequest["tools"]>[number]["function"];

function toolOf({ name, description, parameters }: Tool) {
  const none = { type: "object", properties: {} };
  return { name, parameters: parameters ?? none, ...(description && { description }) };
}

function outputOf(format: NonNullable<ChatCompletionRequest["response_format"]>): Pick<Asked, "output"> {
  switch (format.type) {
    case "text":
      return {};
    case "json_object":
      return { output: "json" };
    case "json_schema":
      return { output: { name: format.json_schema.name, schema: format.json_schema.schema } };
  }
}
