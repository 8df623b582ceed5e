import type { Model, ModelEvent, ModelRequest } from "../../core/answering/model.ts";
import type { ModelError } from "../../core/answering/modelError.ts";
import { aiSdkError } from "./aiSdkError.ts";
import { type AiSdkPart, createPartReader, truncated } from "./aiSdkParts.ts";
import { aiSdkOptions, aiSdkPrompt, type AiSdkLanguageModel, inlineImage } from "./aiSdkRequest.ts";
import type { ModelProfile } from "./httpModel.ts";

type Reader = ReadableStreamDefaultReader<AiSdkPart>;

/**
 * Any provider of the AI SDK as a model, for vendors without a wire format of their own here: about three times the
 * work per token of those. The SDK's retries and time limits stay out; this calls the provider itself.
 */
export function createAiSdkModel(profile: ModelProfile, languageModel: AiSdkLanguageModel): Model {
  // Some providers hold the response back until it has content, so its headers have as long as that.
  const { connectMs, firstContentMs } = profile.timers;
  const timers = { ...profile.timers, connectMs: Math.max(connectMs, firstContentMs) };
  return { ...profile, timers, stream: (request, signal) => answer(languageModel, request, signal) };
}

async function* answer(
  languageModel: AiSdkLanguageModel,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly ModelEvent[], void> {
  signal.throwIfAborted();
  const upstream = new AbortController();
  const { promise: calledOff, resolve: callOff } = Promise.withResolvers<null>();
  let reader: Reader | null = null;
  let hasContent = false;
  const end = () => {
    upstream.abort();
    callOff(null);
    // Whoever waits for the next part learns that there is none; a stream that failed already has nothing to cancel.
    reader?.cancel().catch(() => undefined);
  };
  signal.addEventListener("abort", end);
  try {
    const opened = await Promise.race([open(languageModel, request, upstream.signal), calledOff]);
    signal.throwIfAborted();
    if (opened === null) return;
    reader = opened.getReader();
    yield [{ type: "open" }];
    const read = createPartReader();
    for await (const parts of partsOf(reader)) {
      const events: ModelEvent[] = [];
      let failure: ModelError | null = null;
      for (const part of parts) {
        failure = read(part, events);
        if (failure !== null || events.at(-1)?.type === "finish") break;
      }
      hasContent ||= events.length > 0;
      if (events.length > 0) yield events;
      if (failure !== null) throw failure;
      if (events.at(-1)?.type === "finish") return;
    }
    signal.throwIfAborted();
    throw truncated();
  } catch (error) {
    signal.throwIfAborted();
    const failure = aiSdkError(error);
    throw hasContent && failure.failure.class === "network" ? truncated() : failure;
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

async function open(
  languageModel: AiSdkLanguageModel,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ReadableStream<AiSdkPart>> {
  const options = aiSdkOptions(request, signal);
  switch (languageModel.specificationVersion) {
    case "v2":
      return (await languageModel.doStream({ ...options, prompt: aiSdkPrompt(request.messages, fileV3) }))
        .stream;
    case "v3":
      return (await languageModel.doStream({ ...options, prompt: aiSdkPrompt(request.messages, fileV3) }))
        .stream;
    case "v4":
      return (await languageModel.doStream({ ...options, prompt: aiSdkPrompt(request.messages, fileV4) }))
        .stream;
  }
}

/** The second version's is the same. */
function fileV3(url: string): { type: "file"; mediaType: string; data: string | URL } {
  return { type: "file", ...(inlineImage(url) ?? { mediaType: "image/*", data: new URL(url) }) };
}

function fileV4(url: string): {
  type: "file";
  mediaType: string;
  data: { type: "url"; url: URL } | { type: "data"; data: string };
} {
  const image = inlineImage(url);
  if (image === null) return { type: "file", mediaType: "image", data: { type: "url", url: new URL(url) } };
  return { type: "file", mediaType: image.mediaType, data: { type: "data", data: image.data } };
}

/** Parts come one by one; those that are there within one turn of the event loop make one batch. */
async function* partsOf(reader: Reader): AsyncGenerator<readonly AiSdkPart[], void> {
  let next = reader.read();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    const turn = new Promise<null>((resolve) => {
      setImmediate(resolve, null);
    });
    next = reader.read();
    for (;;) {
      const part = await Promise.race([next.then(valueOf, () => null), turn]);
      if (part === null) break;
      batch.push(part);
      next = reader.read();
    }
    yield batch;
  }
}

function valueOf(result: Awaited<ReturnType<Reader["read"]>>): AiSdkPart | null {
  return result.done ? null : result.value;
}
