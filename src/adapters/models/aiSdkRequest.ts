import type { LanguageModelV2, LanguageModelV3, LanguageModelV4 } from "@ai-sdk/provider";
import type { ModelRequest, PromptMessage, ToolDefinition } from "../../core/answering/model.ts";

/** A language model of the AI SDK in any version of its specification that providers still publish. */
export type AiSdkLanguageModel = LanguageModelV2 | LanguageModelV3 | LanguageModelV4;

type ResponseFormat = NonNullable<Parameters<LanguageModelV4["doStream"]>[0]["responseFormat"]>;

interface TextPart {
  type: "text";
  text: string;
}

interface CallPart {
  type: "tool-call";
  toolCallId: string;
  toolName: string;
  input: unknown;
}

interface ResultPart {
  type: "tool-result";
  toolCallId: string;
  toolName: string;
  output: TextOutput;
}

interface TextOutput {
  type: "text";
  value: string;
}

/** The versions' prompts differ in how a file lies in them only. */
type Prompt<File> = (
  | { role: "system"; content: string }
  | { role: "user"; content: (TextPart | File)[] }
  | { role: "assistant"; content: (TextPart | CallPart)[] }
  | { role: "tool"; content: ResultPart[] }
)[];

/** What every version takes alike. */
export function aiSdkOptions(request: ModelRequest, abortSignal: AbortSignal) {
  const { temperature, topP, maxTokens, stop, seed, output, tools = [], toolChoice } = request;
  return {
    abortSignal,
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(stop !== undefined && { stopSequences: [...stop] }),
    ...(seed !== undefined && { seed }),
    ...(output !== undefined && { responseFormat: responseFormat(output) }),
    ...(tools.length > 0 && { tools: tools.map(functionTool) }),
    ...(tools.length > 0 && toolChoice !== undefined && { toolChoice: choice(toolChoice) }),
  };
}

/** `fileOf` makes a version's part of an image's URL. */
export function aiSdkPrompt<File>(
  messages: readonly PromptMessage[],
  fileOf: (url: string) => File,
): Prompt<File> {
  const nameById = new Map<string, string>();
  const prompt: Prompt<File> = [];
  for (const message of messages) {
    switch (message.role) {
      case "system":
        prompt.push({ role: "system", content: message.content });
        break;
      case "user": {
        const parts = typeof message.content === "string" ? [textPart(message.content)] : message.content;
        const content = parts.map((part) => (part.type === "text" ? textPart(part.text) : fileOf(part.url)));
        prompt.push({ role: "user", content });
        break;
      }
      case "assistant": {
        const { content, toolCalls = [] } = message;
        for (const { id, name } of toolCalls) nameById.set(id, name);
        const calls = toolCalls.map(({ id, name, arguments: text }) => callPart(id, name, text));
        prompt.push({
          role: "assistant",
          content: [...(content === "" ? [] : [textPart(content)]), ...calls],
        });
        break;
      }
      case "tool": {
        const { toolCallId, content: value } = message;
        const toolName = nameById.get(toolCallId) ?? toolCallId;
        const result: ResultPart = {
          type: "tool-result",
          toolCallId,
          toolName,
          output: { type: "text", value },
        };
        const last = prompt.at(-1);
        if (last?.role === "tool") last.content.push(result);
        else prompt.push({ role: "tool", content: [result] });
      }
    }
  }
  return prompt;
}

/** Media type and base64 of a data URL; null for another URL. */
export function inlineImage(url: string): { readonly mediaType: string; readonly data: string } | null {
  const [, mediaType, data] = /^data:([^;,]+)[^,]*;base64,(.*)$/su.exec(url) ?? [];
  return mediaType === undefined || data === undefined ? null : { mediaType, data };
}

function textPart(text: string): TextPart {
  return { type: "text", text };
}

function callPart(toolCallId: string, toolName: string, text: string): CallPart {
  return { type: "tool-call", toolCallId, toolName, input: argumentsOf(text) };
}

/** A model may have written no JSON; then its text is the argument. */
function argumentsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function functionTool({ name, description, parameters }: ToolDefinition) {
  return {
    type: "function" as const,
    name,
    inputSchema: parameters,
    ...(description !== undefined && { description }),
  };
}

function responseFormat(output: NonNullable<ModelRequest["output"]>): ResponseFormat {
  if (output === "json") return { type: "json" };
  return { type: "json", name: output.name, schema: output.schema };
}

function choice(toolChoice: NonNullable<ModelRequest["toolChoice"]>) {
  if (typeof toolChoice === "object") return { type: "tool" as const, toolName: toolChoice.name };
  return { type: toolChoice };
}
