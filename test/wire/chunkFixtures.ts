import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf, textOf } from "../../src/adapters/models/json.ts";
import { type Recording, wireFolder } from "./recordings.ts";

/**
 * Answers that a library keeps without their framing: JSON files, and streams with one chunk of JSON a line. A file may
 * hold several streams, one behind another; `lastType` is the type of a stream's last chunk.
 */
export function chunkFixtures(provider: string, lastType: string): readonly Recording[] {
  const folder = join(wireFolder, "vercel-ai-fixtures", provider);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const content = readFileSync(join(folder, file), "utf8");
      const name = `vercel-ai-fixtures/${file}`;
      if (file.endsWith(".json")) return [recordingOf(name, content, false)];
      return streamsIn(content, lastType).map((body, at) =>
        recordingOf(at === 0 ? name : `${name} (${String(at + 1)})`, body, true),
      );
    });
}

/** Each framed as the vendor would: an event named as its chunk's type. */
function streamsIn(content: string, lastType: string): readonly string[] {
  const streams: string[] = [];
  let body = "";
  for (const line of content.split("\n")) {
    if (line.trim() === "") continue;
    const chunk: unknown = JSON.parse(line);
    const type = textOf(recordOf(chunk)["type"]);
    body += `event: ${type}\ndata: ${line}\n\n`;
    if (type !== lastType) continue;
    streams.push(body);
    body = "";
  }
  return body === "" ? streams : [...streams, body];
}

function recordingOf(name: string, body: string, streamed: boolean): Recording {
  const headers = { "content-type": streamed ? "text/event-stream" : "application/json" };
  return { name, url: "", asked: null, status: 200, headers, streamed, body: Buffer.from(body) };
}
