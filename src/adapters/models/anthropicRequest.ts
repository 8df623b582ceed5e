import type { ContentPart, ModelRequest, PromptMessage, ToolCall } from "../../core/answering/model.ts";
import { closedSchema } from "./anthropicSchema.ts";
import { isRecord } from "./json.ts";
import type { Endpoint, Quirks } from "./wireFormat.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Turn {
  readonly role: "user" | "assistant";
  readonly content: Fields[];
}

/** The vendor demands a limit; this one when nobody sets any. */
const defaultMaxTokens = 4096;
const currentVersion = "2026-10-21";
/** The last version that has sampling parameters: later ones answer them with 400, and so do the newer models. */
const samplingVersion = "2023-06-01";

/** The version of the API that is spoken; a header of the endpoint chooses another. */
export function versionOf({ headers = {} }: Quirks): string {
  const chosen = Object.entries(headers).find(([name]) => name.toLowerCase() === "anthropic-version");
  return chosen?.[1] ?? currentVersion;
}

/** The vendor has no seed and no JSON without a schema. */
export function anthropicBody(endpoint: Endpoint, request: ModelRequest, stream: boolean): Fields {
  const { messages, tools = [], toolChoice, stop = [], output, maxTokens } = request;
  const { refused = [], structuredOutput = "json_schema" } = endpoint.quirks;
  const system = messages.filter((message) => message.role === "system").map(({ content }) => content);
  return {
    model: endpoint.model,
    max_tokens: maxTokens ?? defaultMaxTokens,
    ...(stream && { stream }),
    ...(system.length > 0 && { system: system.join("\n\n") }),
    messages: turnsOf(messages),
    ...(stop.length > 0 && !refused.includes("stop") && { stop_sequences: stop }),
    ...sampling(endpoint.quirks, request),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        name,
        ...(description !== undefined && { description }),
        input_schema: { type: "object", ...parameters },
      })),
      ...(toolChoice !== undefined && { tool_choice: choiceOf(toolChoice) }),
    }),
    ...(typeof output === "object" &&
      structuredOutput === "json_schema" && {
        output_config: { format: { type: "json_schema", schema: closedSchema(output.schema) } },
      }),
  };
}

/** Models that have both refuse a request with both. */
function sampling(quirks: Quirks, { temperature, topP }: ModelRequest): Fields {
  const refused = quirks.refused ?? [];
  if (versionOf(quirks) !== samplingVersion) return {};
  if (temperature !== undefined && !refused.includes("temperature"))
    return { temperature: Math.min(1, Math.max(0, temperature)) };
  if (topP !== undefined && !refused.includes("topP")) return { top_p: Math.min(1, Math.max(0, topP)) };
  return {};
}

function choiceOf(choice: NonNullable<ModelRequest["toolChoice"]>): Fields {
  if (typeof choice === "object") return { type: "tool", name: choice.name };
  return { type: choice === "required" ? "any" : choice };
}

/** Roles take turns, so neighbours of one role become one; results of tools are the user's. Empty blocks are refused. */
function turnsOf(messages: readonly PromptMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === "system") continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const content = blocksOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content });
  }
  return turns;
}

function blocksOf(message: Exclude<PromptMessage, { readonly role: "system" }>): Fields[] {
  switch (message.role) {
    case "user":
      return typeof message.content === "string"
        ? textBlocks(message.content)
        : message.content.flatMap(partBlocks);
    case "assistant":
      return [...textBlocks(message.content), ...(message.toolCalls ?? []).map(callBlock)];
    case "tool": {
      const { toolCallId, content } = message;
      return [{ type: "tool_result", tool_use_id: idOf(toolCallId), ...(content !== "" && { content }) }];
    }
  }
}

function textBlocks(text: string): Fields[] {
  return text.trim() === "" ? [] : [{ type: "text", text }];
}

function callBlock({ id, name, arguments: text }: ToolCall): Fields {
  return { type: "tool_use", id: idOf(id), name, input: inputOf(text) };
}

/** Calls may have been another vendor's, whose ids have other letters. */
function idOf(id: string): string {
  return id.replaceAll(/[^\w-]/gu, "_");
}

/** The vendor takes nothing but an object; arguments that are none cannot be repeated to it. */
function inputOf(text: string): Fields {
  try {
    const input: unknown = JSON.parse(text);
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}

function partBlocks(part: ContentPart): Fields[] {
  if (part.type === "text") return textBlocks(part.text);
  return [{ type: "image", source: imageSource(part.url) }];
}

function imageSource(url: string): Fields {
  if (!url.startsWith("data:")) return { type: "url", url };
  const comma = url.indexOf(",");
  const [mediaType = "", ...options] = url.slice("data:".length, comma).split(";");
  const content = url.slice(comma + 1);
  const data = options.includes("base64")
    ? content
    : Buffer.from(decodeURIComponent(content)).toString("base64");
  return { type: "base64", media_type: mediaType, data };
}
