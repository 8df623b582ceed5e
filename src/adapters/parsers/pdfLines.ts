/** A run of text as pdf.js gives it: `transform` is its text matrix, in points from the page's lower left. */
export interface TextRun {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
}

/** A printed line, or one cell or column of it. Points; `y` is the baseline and grows upwards. */
export interface Line {
  readonly text: string;
  readonly size: number;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  /** It was put together of parts with wide gaps between them: likely a table row. */
  readonly isRow: boolean;
}

interface Part {
  text: string;
  size: number;
  x: number;
  right: number;
  y: number;
  turn: number;
}

/**
 * Joins runs on one baseline to lines in the order of the page's content stream, which programs write as it is read.
 * Where that order runs across two columns line by line, the columns are put after each other; where it is no
 * order at all, lines are sorted from the top.
 */
export function pageLines(runs: readonly TextRun[]): Line[] {
  const parts = joinRuns(runs);
  const ordered = inColumns(isJumbled(parts) ? fromTheTop(parts) : parts);
  const lines: Line[] = [];
  for (const { part, startsRow } of ordered) {
    const last = lines.at(-1);
    if (last && !startsRow && sameBaseline(last, part) && part.x >= last.right) {
      lines[lines.length - 1] = {
        ...last,
        text: `${last.text} ${part.text}`,
        right: part.right,
        size: Math.max(last.size, part.size),
        isRow: true,
      };
    } else {
      const { text, size, x, right, y } = part;
      lines.push({ text, size, x, right, y, isRow: false });
    }
  }
  return lines;
}

function joinRuns(runs: readonly TextRun[]): Part[] {
  const parts: Part[] = [];
  let open: Part | null = null;
  for (const run of runs) {
    if (run.str === "") continue;
    const next = partOf(run);
    if (run.str.trim() === "") {
      if (open && !open.text.endsWith(" ")) open.text += " ";
      continue;
    }
    const gap: number = open ? next.x - open.right : 0;
    const back: number = open && run.dir === "rtl" ? open.x - next.right : -Infinity;
    const size: number = open ? Math.max(open.size, next.size) : next.size;
    const beside = gap >= -size * 0.6 ? gap : back >= -size * 0.6 ? back : Infinity;
    if (open && open.turn === next.turn && sameBaseline(open, next) && beside < size * 1.5) {
      const apart = beside > size * 0.15 && !open.text.endsWith(" ") && !next.text.startsWith(" ");
      open.text += apart ? ` ${next.text}` : next.text;
      if (next.text.length > open.text.length - next.text.length) open.size = next.size;
      open.x = Math.min(open.x, next.x);
      open.right = Math.max(open.right, next.right);
    } else {
      open = next;
      parts.push(next);
    }
  }
  for (const part of parts) part.text = part.text.trim();
  return parts;
}

/** Text that is turned by quarters gets coordinates as if the page were turned back. */
function partOf({ str, transform, width }: TextRun): Part {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const size = Math.hypot(c, d) || Math.hypot(a, b) || 1;
  const turn = Math.abs(b) <= Math.abs(a) ? (a >= 0 ? 0 : 2) : b > 0 ? 1 : 3;
  const [x, y] = turn === 0 ? [e, f] : turn === 1 ? [f, -e] : turn === 2 ? [-e, -f] : [-f, e];
  return { text: str, size, x, right: x + width, y, turn };
}

function sameBaseline(a: { y: number; size: number }, b: { y: number; size: number }): boolean {
  return Math.abs(a.y - b.y) <= 0.4 * Math.max(a.size, b.size);
}

/** Content that jumps up again and again was not written in reading order. */
function isJumbled(parts: readonly Part[]): boolean {
  if (parts.length < 12) return false;
  let jumps = 0;
  for (let at = 1; at < parts.length; at++) {
    const before = parts[at - 1];
    const part = parts[at];
    if (before && part && part.y - before.y > 0.8 * part.size) jumps++;
  }
  return jumps > parts.length * 0.35;
}

function fromTheTop(parts: readonly Part[]): Part[] {
  const sorted = parts.toSorted((a, b) => a.turn - b.turn || b.y - a.y);
  const rows: Part[][] = [];
  for (const part of sorted) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && first.turn === part.turn && sameBaseline(first, part)) row.push(part);
    else rows.push([part]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.x - b.x));
}

interface Placed {
  readonly part: Part;
  readonly startsRow: boolean;
}

/** Left columns before right ones, between the lines that cross the gutter. */
function inColumns(parts: readonly Part[]): Placed[] {
  const gutter = gutterOf(parts);
  if (gutter === null) return parts.map((part) => ({ part, startsRow: false }));
  const ordered: Placed[] = [];
  let left: Part[] = [];
  let right: Part[] = [];
  const flush = () => {
    for (const part of [...left, ...right]) ordered.push({ part, startsRow: true });
    left = [];
    right = [];
  };
  for (const part of parts) {
    if (part.right <= gutter) left.push(part);
    else if (part.x >= gutter) right.push(part);
    else {
      flush();
      ordered.push({ part, startsRow: true });
    }
  }
  flush();
  return ordered;
}

/** The middle of the gap that most lines of prose leave; null when lines are whole or are rows of short cells. */
function gutterOf(parts: readonly Part[]): number | null {
  const gaps: { from: number; to: number }[] = [];
  let letters = 0;
  for (let at = 1; at < parts.length; at++) {
    const before = parts[at - 1];
    const part = parts[at];
    if (!before || !part || !sameBaseline(before, part) || part.x < before.right) continue;
    gaps.push({ from: before.right, to: part.x });
    letters += before.text.length + part.text.length;
  }
  if (gaps.length < 6 || gaps.length * 2 < parts.length * 0.6 || letters / (2 * gaps.length) < 20)
    return null;
  const middles = gaps.map(({ from, to }) => Math.max(from, to - 6)).toSorted((a, b) => a - b);
  const gutter = middles[Math.floor(middles.length / 2)] ?? 0;
  const fitting = gaps.filter(({ from, to }) => from <= gutter && to >= gutter).length;
  return fitting >= gaps.length * 0.8 ? gutter : null;
}
