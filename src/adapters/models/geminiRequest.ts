import type { ContentPart, ModelRequest, PromptMessage, ToolCall } from "../../core/answering/model.ts";
import { isRecord } from "./json.ts";
import type { Quirks } from "./wireFormat.ts";

type Part = Readonly<Record<string, unknown>>;

interface Content {
  readonly role: "user" | "model";
  readonly parts: Part[];
}

/**
 * Calls made by another model, or whose signature a client did not keep, carry this one instead: without any, Gemini 3
 * refuses the conversation. Source: ai.google.dev/gemini-api/docs/thought-signatures.
 */
const noSignature = "skip_thought_signature_validator";

const imageTypes: Readonly<Record<string, string>> = {
  gif: "image/gif",
  heic: "image/heic",
  heif: "image/heif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

export function geminiBody(quirks: Quirks, request: ModelRequest): Readonly<Record<string, unknown>> {
  const { tools = [], messages } = request;
  const system = messages.flatMap(({ role, content }) => (role === "system" ? textParts(content) : []));
  const config = generationConfig(quirks, request);
  return {
    contents: contentsOf(messages),
    ...(system.length > 0 && { systemInstruction: { parts: system } }),
    ...(Object.keys(config).length > 0 && { generationConfig: config }),
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map(({ name, description, parameters }) => ({
            name,
            ...(description !== undefined && { description }),
            parametersJsonSchema: parameters,
          })),
        },
      ],
      ...(request.toolChoice !== undefined && {
        toolConfig: { functionCallingConfig: callingConfig(request.toolChoice) },
      }),
    }),
  };
}

/** Neighbours of one role are one content: the answers to parallel calls must come together. */
function contentsOf(messages: readonly PromptMessage[]): Content[] {
  const contents: Content[] = [];
  const nameById = new Map<string, string>();
  for (const message of messages) {
    if (message.role === "assistant")
      for (const { id, name } of message.toolCalls ?? []) nameById.set(id, name);
    const role = message.role === "assistant" ? "model" : "user";
    const parts = partsOf(message, nameById);
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) contents.push({ role, parts });
  }
  return contents;
}

function partsOf(message: PromptMessage, nameById: ReadonlyMap<string, string>): Part[] {
  switch (message.role) {
    case "system":
      return [];
    case "user":
      if (typeof message.content === "string") return textParts(message.content);
      return message.content.flatMap(contentParts);
    case "assistant":
      return [...textParts(message.content), ...(message.toolCalls ?? []).map(callPart)];
    case "tool": {
      const { toolCallId: id, content } = message;
      const response = parsedRecord(content) ?? { output: content };
      return [{ functionResponse: { id, name: nameById.get(id) ?? id, response } }];
    }
  }
}

/** Gemini refuses a text without letters. */
function textParts(text: string): Part[] {
  return text === "" ? [] : [{ text }];
}

function contentParts(part: ContentPart): Part[] {
  if (part.type === "text") return textParts(part.text);
  const inline = /^data:([^;,]+)[^,]*;base64,(.*)$/s.exec(part.url);
  if (inline) return [{ inlineData: { mimeType: inline[1], data: inline[2] } }];
  const extension = /\.([a-z]+)(?:[?#].*)?$/i.exec(part.url)?.[1]?.toLowerCase() ?? "";
  return [{ fileData: { fileUri: part.url, mimeType: imageTypes[extension] ?? "image/jpeg" } }];
}

function callPart({ id, name, arguments: text }: ToolCall, at: number): Part {
  const args = parsedRecord(text) ?? {};
  // Of parallel calls, only the first is signed.
  return { functionCall: { id, name, args }, ...(at === 0 && { thoughtSignature: noSignature }) };
}

function callingConfig(choice: NonNullable<ModelRequest["toolChoice"]>): Part {
  if (typeof choice === "object") return { mode: "ANY", allowedFunctionNames: [choice.name] };
  return { mode: { auto: "AUTO", none: "NONE", required: "ANY" }[choice] };
}

function generationConfig({ refused = [], structuredOutput }: Quirks, request: ModelRequest): Part {
  const { temperature, topP, maxTokens, stop, seed, output } = request;
  const asksJson = output !== undefined && structuredOutput !== "none";
  const schema = typeof output === "object" && structuredOutput !== "json_object" ? output.schema : undefined;
  return {
    ...(temperature !== undefined && !refused.includes("temperature") && { temperature }),
    ...(topP !== undefined && !refused.includes("topP") && { topP }),
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(stop !== undefined && stop.length > 0 && !refused.includes("stop") && { stopSequences: stop }),
    ...(seed !== undefined && !refused.includes("seed") && { seed }),
    ...(asksJson && { responseMimeType: "application/json" }),
    ...(asksJson && schema !== undefined && { responseJsonSchema: schema }),
  };
}

function parsedRecord(text: string): Part | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
