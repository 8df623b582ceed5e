import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, recordOf, textOf } from "../../src/adapters/models/json.ts";

/** Recorded answers of real vendors lie beside the repository, not in it. */
export const wireFolder = join(import.meta.dirname, "../../../shared/data/wire");
export const recordingsAbsent = !existsSync(wireFolder);

/** One exchange with a vendor, byte for byte. */
export interface Recording {
  /** E.g. `openai/chat-sse-01`. */
  readonly name: string;
  readonly url: string;
  /** What was asked; null when it was no JSON. */
  readonly asked: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly streamed: boolean;
  readonly body: Buffer;
}

/** Those of a vendor's folder whose file name begins so, e.g. `recordings("openai", "chat-")`. Empty when absent. */
export function recordings(provider: string, prefix: string): readonly Recording[] {
  const folder = join(wireFolder, provider);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".meta.json"))
    .toSorted()
    .map((file) => readRecording(provider, file));
}

function readRecording(provider: string, file: string): Recording {
  const folder = join(wireFolder, provider);
  const parsed: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const meta = recordOf(parsed);
  const request = recordOf(meta["request"]);
  const response = recordOf(meta["response"]);
  const bodyFile = textOf(response["body_file"]);
  const streamed = bodyFile.endsWith(".sse") || bodyFile.endsWith(".ndjson");
  return {
    name: `${provider}/${file.replace(".meta.json", "")}`,
    url: textOf(request["url"]),
    asked: request["body"] ?? null,
    status: Number(response["status"]) || 200,
    headers: headersOf(response["headers"], bodyFile),
    streamed,
    body: readFileSync(join(folder, bodyFile)),
  };
}

function headersOf(recorded: unknown, bodyFile: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (isRecord(recorded)) {
    for (const [name, value] of Object.entries(recorded)) {
      if (typeof value === "string" && !ofTheConnection.has(name)) headers[name] = value;
    }
  }
  headers["content-type"] ??= bodyFile.endsWith(".sse") ? "text/event-stream" : "application/json";
  return headers;
}

/** What belonged to the recorded connection and would be wrong on another. */
const ofTheConnection = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);
