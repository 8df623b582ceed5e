import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** One measured figure beside what it is held against. */
export interface Figure {
  readonly id: string;
  readonly what: string;
  readonly value: number;
  readonly target: number | null;
  /** Whether a value over the target is the good one. */
  readonly better: "higher" | "lower";
  readonly reference: string;
  /** Questions, or passages, behind the value. */
  readonly count: number;
}

/** Prints the table and writes it as `<folder>/<name>.json`. */
export async function report(folder: string, name: string, figures: readonly Figure[]): Promise<void> {
  const rows = figures.map((figure) => ({
    id: figure.id,
    what: figure.what,
    value: round(figure.value),
    target: figure.target === null ? "" : `${figure.better === "higher" ? ">=" : "<"} ${figure.target}`,
    verdict: verdict(figure),
    n: figure.count,
    reference: figure.reference,
  }));
  console.table(rows);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  await writeFile(path, `${JSON.stringify({ name, node: process.version, figures }, null, 2)}\n`);
  console.log(`Written to ${path}`);
}

function verdict({ value, target, better }: Figure): string {
  if (target === null) return "";
  return (better === "higher" ? value >= target : value < target) ? "met" : "MISSED";
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
