import type { Output } from "./context.ts";
import { printable, shortened } from "./printable.ts";

export interface Progress {
  /** 0..1 over everything. */
  readonly fraction: number;
  readonly done: number;
  readonly total: number;
  /** What is being worked on. */
  readonly label: string;
}

/** On a terminal one line that is redrawn; elsewhere a line for each step. */
export interface ProgressBar {
  show(progress: Progress): void;
  /** A step that was done: a line where there is no bar to tell it. */
  step(line: string): void;
  /** A line that stays. */
  note(line: string): void;
  /** Takes the bar away. */
  clear(): void;
}

const redraw = "\r\u001b[K";
const barCells = 24;

export function createProgressBar(output: Output): ProgressBar {
  let shown = "";
  const draw = (line: string) => {
    if (!output.isTTY || line === shown) return;
    output.write(`${redraw}${line}`);
    shown = line;
  };
  return {
    show: (progress) => draw(progressLine(progress, output.columns || 80)),
    step(line) {
      if (!output.isTTY) output.write(`${printable(line)}\n`);
    },
    note(line) {
      const bar = shown;
      draw("");
      output.write(`${printable(line)}\n`);
      draw(bar);
    },
    clear: () => draw(""),
  };
}

/** Never as wide as the terminal, which would wrap and leave lines behind. */
export function progressLine({ fraction, done, total, label }: Progress, columns: number): string {
  const part = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(part * barCells);
  const bar = `${"█".repeat(full)}${"░".repeat(barCells - full)}`;
  const figures = `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${done}/${total}`;
  const room = columns - figures.length - 3;
  return room < 4
    ? figures.slice(0, Math.max(0, columns - 1))
    : `${figures}  ${shortened(label, room)}`.trimEnd();
}
