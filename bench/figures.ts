import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

/** One line of a table. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: Target;
  /** Something simpler measured in the same run, in the same unit: the machine's own share of the figure. */
  readonly reference?: { readonly what: string; readonly value: number };
}

export type Target = { readonly atMost: number } | { readonly atLeast: number };

export const resultsFolder = join(import.meta.dirname, "results");

/** Prints the table and writes `<name>.json`, with what is needed to judge the figures later. */
export async function report(
  name: string,
  figures: readonly Figure[],
  loadBefore: readonly number[],
): Promise<void> {
  say(`\n${name}\n${table(figures)}\n`);
  await mkdir(resultsFolder, { recursive: true });
  const machine = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? "unknown",
    memoryMb: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    loadBefore,
    loadAfter: loadavg(),
  };
  const lines = figures.map((figure) => ({ ...figure, verdict: verdict(figure), ratio: ratio(figure) }));
  const content = { name, at: new Date().toISOString(), machine, figures: lines };
  await writeFile(join(resultsFolder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${round(figure.value)} ${figure.unit}`,
    figure.target ? targetText(figure.target) : "",
    verdict(figure) ?? "",
    figure.reference ? `${round(figure.reference.value)} (${figure.reference.what})` : "",
    figure.reference ? `${round(ratio(figure) ?? Number.NaN)} x` : "",
  ]);
  const all = [["what", "figure", "target", "", "same-run reference", "ratio"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function verdict({ value, target }: Figure): "met" | "missed" | null {
  if (!target) return null;
  return ("atMost" in target ? value <= target.atMost : value >= target.atLeast) ? "met" : "missed";
}

function ratio({ value, reference }: Figure): number | null {
  return reference ? value / reference.value : null;
}

function targetText(target: Target): string {
  return "atMost" in target ? `<= ${target.atMost}` : `>= ${target.atLeast}`;
}

function round(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
