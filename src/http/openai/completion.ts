import type { UsageView } from "../../contract/usage.ts";
import type { Source } from "../../contract/retrieval.ts";
import type { AnswerPart } from "../../core/answering/answering.ts";
import { OpenaiRefusal } from "./errors.ts";

/** What a completion came to, whoever answered it. */
export type Ending =
  | {
      readonly kind: "answered";
      readonly reason: string;
      readonly usage: UsageView | null;
      /** What only Batuta tells. */
      readonly extra: CompletionExtra;
    }
  | { readonly kind: "failed"; readonly refusal: OpenaiRefusal };

export interface CompletionExtra {
  readonly model: string;
  /** Calls of models that it took. */
  readonly attempts: number;
  readonly cost_usd: number | null;
  readonly cached: boolean;
  readonly sources?: readonly Source[];
}

export type CompletionParts = AsyncGenerator<AnswerPart, Ending>;

export interface CompletionHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  /** As the request names it. */
  readonly model: string;
}

/** The whole answer as one object. */
export function completionOf(
  head: CompletionHead,
  said: readonly AnswerPart[],
  ending: Ending & { kind: "answered" },
) {
  let content = "";
  let reasoning = "";
  const calls: ToolCallView[] = [];
  for (const part of said) {
    if (part.type === "text") content += part.text;
    else if (part.type === "reasoning") reasoning += part.text;
    else if (part.type === "tool_call") {
      const call = (calls[part.index] ??= {
        id: "",
        type: "function",
        function: { name: "", arguments: "" },
      });
      call.id ||= part.id ?? "";
      call.function.name ||= part.name ?? "";
      call.function.arguments += part.arguments;
    }
  }
  const message = {
    role: "assistant",
    content: content === "" && calls.length > 0 ? null : content,
    refusal: null,
    ...(reasoning !== "" && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls.filter(Boolean) }),
  };
  const { sources, ...batuta } = ending.extra;
  return {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: ending.reason }],
    ...(ending.usage && { usage: openaiUsage(ending.usage) }),
    ...(sources && { sources }),
    batuta,
  };
}

interface ToolCallView {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

/** Frames of a streamed completion. The role goes out with the first content; `[DONE]` only after a whole answer. */
export async function* chunkFrames(
  head: CompletionHead,
  begun: IteratorResult<AnswerPart, Ending>,
  parts: CompletionParts,
  withUsage: boolean,
): AsyncGenerator<string> {
  const object = "chat.completion.chunk";
  const opening = JSON.stringify({ ...head, object }).slice(0, -1);
  const framed = (delta: string, reason = "null") =>
    `data: ${opening},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${reason}}]}\n\n`;
  let next = begun;
  try {
    yield framed('{"role":"assistant","content":""}');
    for (; !next.done; next = await parts.next()) {
      const delta = deltaOf(next.value);
      if (delta !== null) yield framed(delta);
    }
    const ending = next.value;
    if (ending.kind === "failed") {
      // Without `[DONE]`: what broke off must not look whole.
      yield `data: ${JSON.stringify({ error: ending.refusal.error })}\n\n`;
      return;
    }
    const { sources, ...batuta } = ending.extra;
    yield framed("{}", JSON.stringify(ending.reason));
    const last = { ...head, object, choices: [], ...(sources && { sources }), batuta };
    const usage = withUsage && ending.usage ? { usage: openaiUsage(ending.usage) } : {};
    if (withUsage || sources) yield `data: ${JSON.stringify({ ...last, ...usage })}\n\n`;
    yield "data: [DONE]\n\n";
  } finally {
    // Who leaves between two frames calls the answer off, or its attempt stays open; after an end this changes nothing.
    await parts.return(calledOff);
  }
}

/** Nobody hears of it. */
const calledOff: Ending = {
  kind: "failed",
  refusal: new OpenaiRefusal(503, {
    message: "The answer was called off.",
    type: "server_error",
    param: null,
    code: "cancelled",
  }),
};

function deltaOf(part: AnswerPart): string | null {
  switch (part.type) {
    case "text":
      return `{"content":${JSON.stringify(part.text)}}`;
    case "reasoning":
      return `{"reasoning_content":${JSON.stringify(part.text)}}`;
    case "tool_call": {
      const { index, id, name, arguments: written } = part;
      const named = id === undefined ? {} : { id, type: "function" };
      const call = { index, ...named, function: { ...(name !== undefined && { name }), arguments: written } };
      return JSON.stringify({ tool_calls: [call] });
    }
    case "switched":
    case "cached":
    case "extracting":
    case "answer":
    case "moderating":
    case "moderator_failed":
      return null;
  }
}

function openaiUsage({ input_tokens, output_tokens, cached_tokens = 0, reasoning_tokens = 0 }: UsageView) {
  return {
    prompt_tokens: input_tokens,
    completion_tokens: output_tokens,
    total_tokens: input_tokens + output_tokens,
    prompt_tokens_details: { cached_tokens },
    completion_tokens_details: { reasoning_tokens },
  };
}
