import { exitCode, type CommandContext } from "./context.ts";
import { failurePredicate, failureSentence } from "./failureSentence.ts";
import { collectPaths } from "./localFiles.ts";
import { printable } from "./printable.ts";
import { readFiles, type FileReport } from "./readFiles.ts";
import { table } from "./table.ts";

export interface IngestOptions {
  readonly paths: readonly string[];
  readonly json: boolean;
}

/** Reads files and folders into the default workspace and reports on each. */
export async function ingest(context: CommandContext, { paths, json }: IngestOptions): Promise<number> {
  const files = await collectPaths(paths);
  if (files.length === 0) {
    context.err.write("There is no file to read: these folders are empty.\n");
    return exitCode.failed;
  }
  const reports = await readFiles(context, files);
  context.out.write(
    json ? `${JSON.stringify({ documents: reports.map(documentJson) })}\n` : reportTable(reports),
  );
  return reports.every(({ state }) => state === "ready") ? exitCode.ok : exitCode.failed;
}

/** One file in the JSON of `ask` and `ingest`. */
export function documentJson(report: FileReport) {
  if (report.state === "ready") return report;
  const { path, state, id, failure } = report;
  return { path, state, id, code: failure.code, reason: failureSentence(path, failure) };
}

function reportTable(reports: readonly FileReport[]): string {
  const rows = reports.map((report) => {
    const path = printable(report.path);
    if (report.state === "failed")
      return [
        path,
        "failed",
        "",
        "",
        `${report.failure.code}: ${printable(failurePredicate(report.failure))}`,
      ];
    const { pages, chunks, duplicate } = report;
    return [path, "ready", String(pages ?? ""), String(chunks), duplicate ? "was already there" : ""];
  });
  return table(["FILE", "STATE", "PAGES", "CHUNKS", ""], rows);
}
