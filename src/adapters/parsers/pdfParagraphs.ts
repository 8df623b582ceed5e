import { joinLines } from "../../core/documents/cleaning.ts";
import { pageLines, type Line, type TextRun } from "./pdfLines.ts";

export interface Paragraph {
  readonly text: string;
  /** Font size in points; 0 when it was not printed on the page. */
  readonly size: number;
  readonly lines: number;
  readonly isTable: boolean;
}

/** The paragraphs of one page, told apart by distance, font size, indentation, list marks and short last lines. */
export function pageParagraphs(runs: readonly TextRun[]): Paragraph[] {
  const lines = pageLines(runs);
  const leading = usualLeading(lines);
  const paragraphs: Paragraph[] = [];
  let open: Line[] = [];
  for (const line of lines) {
    if (open.length > 0 && startsParagraph(open, line, leading)) {
      paragraphs.push(paragraphOf(open));
      open = [];
    }
    open.push(line);
  }
  if (open.length > 0) paragraphs.push(paragraphOf(open));
  return paragraphs;
}

const listMark = /^(?:[-–—•·▪◦‣●○■□]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s)/;
const sentenceEnd = /[.!?:…]["»”’)\]]*$/;

function startsParagraph(open: readonly Line[], line: Line, leading: number): boolean {
  const last = open.at(-1);
  const first = open[0];
  if (!last || !first) return false;
  const size = Math.max(last.size, line.size);
  const down = last.y - line.y;
  if (line.isRow !== last.isRow && open.length > 1) return true;
  if (Math.abs(line.size - last.size) > 0.12 * size) return true;
  // A new column or a text box: prose may go on in it in the middle of a sentence.
  if (down < -0.5 * size || Math.abs(line.x - first.x) > 20 * size)
    return sentenceEnd.test(last.text) || !/^\p{Ll}/u.test(line.text);
  if (down > leading * size * 1.3) return true;
  if (line.isRow) return false;
  if (listMark.test(line.text)) return true;
  const right = Math.max(...open.slice(-8).map((each) => each.right));
  const endsEarly = last.right < right - 0.2 * (right - first.x);
  if (!sentenceEnd.test(last.text)) return false;
  return line.x - last.x > 0.8 * size || (open.length > 1 && endsEarly && !/^\p{Ll}/u.test(line.text));
}

function paragraphOf(lines: readonly Line[]): Paragraph {
  const isTable = lines.some((line) => line.isRow);
  const texts = lines.map((line) => line.text);
  return {
    text: isTable ? texts.join("\n") : joinLines(texts),
    size: lines.reduce((largest, line) => Math.max(largest, line.size), 0),
    lines: lines.length,
    isTable,
  };
}

/** The page's usual distance between baselines, in font sizes. */
function usualLeading(lines: readonly Line[]): number {
  const leadings: number[] = [];
  for (let at = 1; at < lines.length; at++) {
    const before = lines[at - 1];
    const line = lines[at];
    if (!before || !line || Math.abs(before.size - line.size) > 0.1 * line.size) continue;
    const leading = (before.y - line.y) / line.size;
    if (leading > 0.5 && leading < 3) leadings.push(leading);
  }
  leadings.sort((a, b) => a - b);
  // The lower third: a page with many short paragraphs has more wide distances than narrow ones.
  return Math.min(2.2, Math.max(1, leadings[Math.floor(leadings.length / 3)] ?? 1.2));
}
