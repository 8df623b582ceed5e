/** How the answers stand in a body: server-sent events, a line each, or one JSON value. */
export type Framing = "events" | "lines" | "whole";

/** Null for what cannot hold an answer, such as a proxy's HTML. A missing type is taken for what was asked. */
export function bodyFraming(
  contentType: string | readonly string[] | undefined,
  streamed: boolean,
): Framing | null {
  const declared = (typeof contentType === "string" ? contentType : contentType?.[0]) ?? "";
  if (declared === "") return streamed ? "events" : "whole";
  const name = declared
    .slice(0, declared.indexOf(";") >>> 0)
    .trim()
    .toLowerCase();
  return framingByType.get(name) ?? (name.endsWith("+json") ? "whole" : null);
}

const framingByType: ReadonlyMap<string, Framing> = new Map([
  ["text/event-stream", "events"],
  ["application/json", "whole"],
  ["application/x-ndjson", "lines"],
  ["application/ndjson", "lines"],
  ["application/jsonl", "lines"],
  ["application/x-jsonlines", "lines"],
  ["application/stream+json", "lines"],
]);
