import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { type FailureClass, ModelError } from "../../core/answering/modelError.ts";
import { bodyError } from "./httpFailure.ts";
import { isRecord, type JsonRecord, listOf, parseJson, recordOf, textOf } from "./json.ts";
import { untoldUsage, usageIn } from "./openaiChatUsage.ts";
import type { Decoder } from "./wireFormat.ts";

const nothing: readonly ModelEvent[] = Object.freeze([]);

/** Reads `chat.completion.chunk` events up to `[DONE]`, or one `chat.completion`. Only the first choice counts. */
export function createOpenaiChatDecoder(): Decoder {
  const calls = createCallOrder();
  let reason: FinishReason | null = null;
  let usage: TokenUsage | null = null;
  let finished = false;

  const finish = (): ModelEvent => {
    finished = true;
    return { type: "finish", reason: reason ?? "stop", usage: usage ?? untoldUsage };
  };

  const read = (body: unknown, name: string | undefined, messageIn: "delta" | "message") => {
    const chunk = answerOf(body, name);
    usage = usageIn(chunk) ?? usage;
    const choice = firstChoice(chunk);
    if (!choice) return nothing;
    reason = reasonOf(choice["finish_reason"]) ?? reason;
    const events: ModelEvent[] = [];
    pushMessage(events, recordOf(choice[messageIn]), calls);
    return events;
  };

  return {
    event(data, name) {
      if (data.startsWith("[DONE]")) return [finish()];
      return read(parseJson(data), name, "delta");
    },
    whole(body) {
      if (!firstChoice(answerOf(body, undefined))) throw failed("malformed", "no_choices");
      return [...read(body, undefined, "message"), finish()];
    },
    get finished() {
      return finished;
    },
    end() {
      return reason === null || finished ? nothing : [finish()];
    },
  };
}

/** Throws what stands there in place of an answer. */
function answerOf(body: unknown, name: string | undefined): JsonRecord {
  // Google sends its errors as a list of one, even here.
  const answer: unknown = Array.isArray(body) && body.length === 1 ? body[0] : body;
  if (!isRecord(answer)) throw failed("malformed", "no_object");
  const error = answer["error"];
  if (
    name === "error" ||
    answer["object"] === "error" ||
    (error !== undefined && error !== null && error !== "")
  )
    throw bodyError(answer);
  return answer;
}

function firstChoice(body: JsonRecord): JsonRecord | undefined {
  return listOf(body["choices"])
    .filter(isRecord)
    .find(({ index }) => index === 0 || typeof index !== "number");
}

function reasonOf(told: unknown): FinishReason | null {
  if (typeof told !== "string" || told === "") return null;
  const failure = failureByReason[told];
  if (failure !== undefined) throw failed(failure, told);
  return finishByReason[told] ?? "stop";
}

const finishByReason: Readonly<Record<string, FinishReason>> = {
  length: "length",
  max_tokens: "length",
  model_length: "length",
  tool_calls: "tool_calls",
  function_call: "tool_calls",
  content_filter: "content_filter",
  safety: "content_filter",
};

/** Ends that are none. */
const failureByReason: Readonly<Record<string, FailureClass>> = {
  error: "server_error",
  abort: "server_error",
  insufficient_system_resource: "overloaded",
};

function failed(failure: FailureClass, code: string): ModelError {
  return new ModelError({ class: failure, code, retryAfterMs: null });
}

function pushMessage(events: ModelEvent[], message: JsonRecord, calls: CallOrder): void {
  // Servers that renamed the field send both for a while.
  pushText(events, "reasoning", textOf(message["reasoning_content"]) || textOf(message["reasoning"]));
  const content = message["content"];
  if (typeof content === "string") pushText(events, "text", content);
  else for (const part of listOf(content)) pushPart(events, recordOf(part));
  pushText(events, "refusal", textOf(message["refusal"]));
  for (const call of listOf(message["tool_calls"])) {
    const { index, id, function: called } = recordOf(call);
    events.push(calls.piece(index, textOf(id), recordOf(called)));
  }
  if (isRecord(message["function_call"])) events.push(calls.piece(0, "", message["function_call"]));
}

function pushText(events: ModelEvent[], type: "text" | "reasoning" | "refusal", text: string): void {
  if (text !== "") events.push({ type, text });
}

/** Mistral gives content in parts when it thinks, and thoughts in parts again. */
function pushPart(events: ModelEvent[], part: JsonRecord): void {
  const { type, text, thinking, refusal } = part;
  if (type === "thinking") {
    const thoughts = listOf(thinking).map((thought) => textOf(recordOf(thought)["text"]));
    pushText(events, "reasoning", textOf(thinking) || thoughts.join(""));
  } else if (type === "refusal") pushText(events, "refusal", textOf(refusal));
  else pushText(events, "text", textOf(text));
}

interface CallOrder {
  piece(told: unknown, id: string, called: JsonRecord): ModelEvent;
}

/** Gives each tool call its own index: vendors leave it out, or send 0 for every call and tell them apart by id. */
function createCallOrder(): CallOrder {
  const known: { readonly told: number | null; id: string; named: boolean }[] = [];
  return {
    piece(toldIndex, id, called) {
      const told = typeof toldIndex === "number" ? toldIndex : null;
      let index = known.findLastIndex(
        (call) => (told === null || call.told === told) && (id === "" || call.id === "" || call.id === id),
      );
      if (index === -1) index = known.push({ told, id: "", named: false }) - 1;
      const call = known[index];
      const name = textOf(called["name"]);
      const isNew = call !== undefined && !call.named && name !== "";
      const brings = call !== undefined && call.id === "" && id !== "";
      if (isNew) call.named = true;
      if (brings) call.id = id;
      const given = called["arguments"];
      return {
        type: "tool_call",
        index,
        ...(brings && { id }),
        ...(isNew && { name }),
        // Some send the arguments as the object itself.
        arguments: isRecord(given) ? JSON.stringify(given) : textOf(given),
      };
    },
  };
}
