import type { Locale } from "../contract/common.ts";
import type { TurnEvent } from "../contract/events.ts";
import type { Source } from "../contract/retrieval.ts";
import { exitCode, type CommandContext } from "./context.ts";
import { documentJson } from "./ingest.ts";
import { printable, shortened } from "./printable.ts";
import { readFiles } from "./readFiles.ts";

export interface AskOptions {
  readonly question: string;
  /** Answer from these alone; empty: from the default workspace. */
  readonly files: readonly string[];
  readonly locale: Locale | null;
  readonly json: boolean;
}

/** What a turn came to. */
interface Answer {
  text: string;
  sources: readonly Source[];
  readonly warnings: string[];
  last: Extract<TurnEvent, { event: "done" | "error" }> | null;
}

const snippetLength = 160;
/** How long a turn that was cancelled may take to say so. */
const farewellMs = 3_000;

/** Reads the files, asks, and prints the answer as it comes with its sources. */
export async function ask(context: CommandContext, options: AskOptions): Promise<number> {
  const { out, err } = context;
  const reports = await readFiles(context, [...new Set(options.files)]);
  const documentIds = reports.flatMap((report) => (report.state === "ready" ? [report.id] : []));
  const documents = reports.map(documentJson);
  if (options.files.length > 0 && documentIds.length === 0) {
    if (options.json) out.write(`${JSON.stringify({ error: "no_documents", documents })}\n`);
    return exitCode.failed;
  }
  const answer: Answer = { text: "", sources: [], warnings: [], last: null };
  for await (const event of cancellableTurn(context, options, documentIds)) {
    take(answer, event);
    if (event.event === "chunk" && !options.json) out.write(printable(event.data.content));
    const aside = asideOf(event);
    if (aside) err.write(`${printable(aside)}\n`);
  }
  const last = answer.last?.event === "done" ? answer.last.data : null;
  const outcome = last?.metadata.outcome ?? "failed";
  if (options.json) {
    const { text, sources, warnings } = answer;
    const error = answer.last?.event === "error" ? answer.last.data.error : undefined;
    const report = { answer: text, outcome, error, sources, documents, warnings, timings: last?.timings };
    out.write(`${JSON.stringify(report)}\n`);
  } else {
    if (answer.text) out.write("\n");
    if (last) out.write(sourceList(answer.sources.filter(({ n }) => answer.text.includes(`[S${n}]`))));
  }
  if (context.signal.aborted || outcome === "cancelled") return exitCode.interrupted;
  return outcome === "completed" ? exitCode.ok : exitCode.failed;
}

/** Ctrl-C stops the turn itself, not only the listening, and its last word is still read. */
async function* cancellableTurn(
  { client, signal }: CommandContext,
  { question, locale }: AskOptions,
  documentIds: readonly string[],
): AsyncGenerator<TurnEvent, void> {
  signal.throwIfAborted();
  const listening = new AbortController();
  let turnId: string | null = null;
  let farewell: NodeJS.Timeout | undefined;
  const cancel = () => {
    farewell ??= setTimeout(() => listening.abort(signal.reason), farewellMs);
    if (turnId !== null)
      client.turns.cancel(turnId, listening.signal).catch(() => listening.abort(signal.reason));
  };
  signal.addEventListener("abort", cancel);
  const body = {
    message: question,
    ...(documentIds.length > 0 && { document_ids: [...documentIds] }),
    ...(locale && { locale }),
  };
  try {
    for await (const event of client.turns.chat(body, listening.signal)) {
      if (event.event === "start") {
        turnId = event.data.turn_id;
        if (signal.aborted) cancel();
      }
      yield event;
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    clearTimeout(farewell);
  }
}

function take(answer: Answer, event: TurnEvent): void {
  if (event.event === "chunk") answer.text += event.data.content;
  if (event.event === "sources") answer.sources = event.data.sources;
  if (event.event === "warning") answer.warnings.push(event.data.message);
  if (event.event === "done" || event.event === "error") answer.last = event;
}

/** What a person should read beside the answer. */
function asideOf(event: TurnEvent): string | null {
  switch (event.event) {
    case "info":
    case "warning":
    case "error":
    case "system":
      return event.data.message;
    default:
      return null;
  }
}

function sourceList(sources: readonly Source[]): string {
  if (sources.length === 0) return "";
  const lines = sources.map(({ n, doc_name, page, snippet }) => {
    const place = page === undefined ? "" : `, p. ${page}`;
    return `[S${n}] ${shortened(doc_name, 80)}${place}: “${shortened(snippet, snippetLength)}”\n`;
  });
  return `\n${lines.join("")}`;
}
