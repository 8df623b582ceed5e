import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Recording, wireFolder } from "./recordings.ts";

const folder = join(wireFolder, "vercel-ai-fixtures");

/** Chat completions among the fixtures of a client library: newer shapes than the recordings, without their framing. */
export function chatFixtures(): readonly Recording[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json") || file.endsWith(".chunks.txt"))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }))
    .filter(({ text }) => /"choices"/u.test(text) && !/text_completion/u.test(text))
    .map(({ file, text }) => recordingOf(file, text));
}

function recordingOf(file: string, text: string): Recording {
  const streamed = file.endsWith(".chunks.txt");
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const body = streamed ? [...lines, "[DONE]"].map((line) => `data: ${line}\n\n`).join("") : text;
  return {
    name: `fixtures/${file}`,
    url: "",
    asked: null,
    status: 200,
    headers: { "content-type": streamed ? "text/event-stream" : "application/json" },
    streamed,
    body: Buffer.from(body),
  };
}
