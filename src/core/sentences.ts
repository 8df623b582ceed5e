export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The sentences of a text in order, as trimmed spans of UTF-16 offsets; only blanks lie between them.
 * Unicode sentence boundaries (UAX #29), mended where they fail on real documents: a hard-wrapped line goes on, an
 * abbreviation does not end a sentence, a blank line, a heading line, a list line or a table row does. No span is
 * longer than `longest` units. Linear in the text's length.
 */
export function sentenceSpans(text: string, locale = "es", longest = 2_000): Span[] {
  const spans: Span[] = [];
  for (const unit of units(text)) {
    for (const sentence of sentencesOfUnit(text, unit, locale))
      for (const piece of cutSpan(text, sentence, longest)) spans.push(piece);
  }
  return spans;
}

/** Cuts a span longer than `longest` between words, inside a word only where one is that long; pieces are trimmed. */
export function cutSpan(text: string, span: Span, longest: number): Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  while (span.end - start > longest) {
    let end = start + longest;
    const room = Math.max(start, end - 200);
    for (let blank = end; blank > room; blank--) {
      if (isBlank(text.charCodeAt(blank))) {
        end = blank;
        break;
      }
    }
    if (isLowSurrogate(text.charCodeAt(end)) && isHighSurrogate(text.charCodeAt(end - 1)) && end - 1 > start)
      end--;
    const piece = trimSpan(text, start, end);
    if (piece) pieces.push(piece);
    start = end;
  }
  const rest = trimSpan(text, start, span.end);
  if (rest) pieces.push(rest);
  return pieces;
}

/** The span without the blanks at its ends; null when nothing is left. */
export function trimSpan(text: string, from: number, to: number): Span | null {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start < end ? { start, end } : null;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale);
  if (known) return known;
  const segmenter = new Intl.Segmenter(locale, { granularity: "sentence" });
  segmenters.set(locale, segmenter);
  return segmenter;
}

/** Groups lines: each unit is one line or the lines of one hard-wrapped run of prose. */
function* units(text: string): Generator<Span> {
  let open: { start: number; end: number; lineLength: number } | null = null;
  for (let from = 0; from <= text.length;) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 ? text.length : newline;
    const line = trimSpan(text, from, to);
    from = to + 1;
    if (!line) {
      if (open) yield open;
      open = null;
      continue;
    }
    const head = text.slice(line.start, line.start + 40);
    if (open && continues(text, open, line, head)) {
      open.end = line.end;
      open.lineLength = line.end - line.start;
      continue;
    }
    if (open) yield open;
    open = { ...line, lineLength: line.end - line.start };
    if (/^#{1,6}\s/.test(head)) {
      yield open;
      open = null;
    }
  }
  if (open) yield open;
}

const listLine = /^(?:[-*+•·▪◦‣–—]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|\|)/;

/** Hard-wrapped prose goes on in lower case, or after a line as long as prose lines are. */
function continues(
  text: string,
  open: { end: number; lineLength: number },
  line: Span,
  head: string,
): boolean {
  if (listLine.test(head) || /^#{1,6}\s/.test(head)) return false;
  if (text.slice(line.start, Math.min(line.end, line.start + 2_000)).includes(" | ")) return false;
  if (/^\p{Ll}/u.test(head)) return true;
  if (/[.!?:;…]["»”')\]]?$/u.test(text.slice(Math.max(0, open.end - 3), open.end))) return false;
  return open.lineLength >= 45;
}

function* sentencesOfUnit(text: string, unit: Span, locale: string): Generator<Span> {
  const prose = text.slice(unit.start, unit.end).replace(/[\n\r\u2028\u2029\u0085]/g, " ");
  let start = 0;
  for (const { index, segment } of segmenterOf(locale).segment(prose)) {
    const end = index + segment.length;
    if (end < prose.length && endsInAbbreviation(prose, end)) continue;
    const span = trimSpan(text, unit.start + start, unit.start + end);
    if (span) yield span;
    start = end;
  }
  const rest = trimSpan(text, unit.start + start, unit.end);
  if (rest) yield rest;
}

const abbreviations = new Set(
  (
    "sr sra srta sres dr dra d dña dn prof profa lic ing arq gral cnel tte mr mrs ms jr st " +
    "p.ej ej e.g i.e eg ie etc cf vs vid aprox approx art arts fig figs núm núms num nro nº n.º pág págs pag pags pp p vol " +
    "cap caps sec secc párr tel av avda c.i ee.uu ss.mm inc ltd co corp dept est ed eds op.cit ibid a.c d.c a.m p.m"
  ).split(" "),
);

/** True when the full stop before `end` belongs to an abbreviation or to an initial. */
function endsInAbbreviation(prose: string, end: number): boolean {
  const tail = prose.slice(Math.max(0, end - 24), end).trimEnd();
  if (!tail.endsWith(".")) return false;
  const word =
    /(?:^|[\s("«“'[¿¡])((?:p\.\s?ej|op\.\s?cit|ee\.\s?uu|a\.\s?c|d\.\s?c)|[^\s("«“'[¿¡]+)\.$/iu.exec(
      tail,
    )?.[1];
  if (word === undefined) return false;
  if (/^\p{Lu}$/u.test(word)) return !/^[\s]*$/.test(prose.slice(end)) && word !== "I" && word !== "Y";
  const folded = word.toLowerCase().replace(/\s/g, "");
  if (folded === "no" || folded === "nos") return /^\d/.test(prose.slice(end, end + 1));
  return abbreviations.has(folded);
}

function isBlank(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || (unit > 0x167f && blankHigh.has(unit));
}

const blankHigh = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);
for (let unit = 0x2000; unit <= 0x200a; unit++) blankHigh.add(unit);

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
