export interface CleanedText {
  readonly text: string;
  /** Zero-width and bidirectional marks taken out: many of them are a sign of hidden text. */
  readonly hiddenMarks: number;
}

/**
 * Text as it is stored: LF line ends, plain spaces, at most one blank line in a row, and nothing that a reader
 * cannot see (NUL, control characters, lone surrogates, zero-width and bidi marks, soft hyphens).
 * Zero-width joiners stay between letters of scripts and emoji that are written with them.
 */
export function cleanText(raw: string): CleanedText {
  let hiddenMarks = 0;
  const text = raw
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\f\v]/g, "\n")
    .replace(/\u00ad[ \t]*\n?/g, "")
    .replace(hidden, () => {
      hiddenMarks++;
      return "";
    })
    // oxlint-disable-next-line no-control-regex -- control characters are what is removed
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, "")
    .replace(/[\u00a0\u2007\u202f\u3000]/g, " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n");
  return { text: raw.isWellFormed() ? text : text.replaceAll("\ufffd", ""), hiddenMarks };
}

/**
 * Joins the lines of one printed paragraph. A hyphen at a line's end goes only when letters stand on both sides, the
 * next line goes on in lower case and the word has no other hyphen: `pala-|bra` is `palabra`, `state-of-|the-art`
 * and `2010-|2012` keep theirs.
 */
export function joinLines(lines: readonly string[]): string {
  let joined = "";
  for (const raw of lines) {
    const line = raw.trim();
    if (line === "") continue;
    if (joined === "") {
      joined = line;
    } else if (/\p{L}{2}[-\u2010\u00ad]$/u.test(joined.slice(-6)) && /^\p{Ll}{2}/u.test(line)) {
      const keeps =
        /[\p{L}\d]-\p{L}+-$/u.test(joined.slice(-40)) || /^\p{Ll}+-\p{L}/u.test(line.slice(0, 40));
      joined = keeps ? joined + line : joined.slice(0, -1) + line;
    } else if (/[\p{L}\d]-$/u.test(joined.slice(-4)) && /^[\p{L}\d]/u.test(line)) {
      joined += line;
    } else {
      joined += ` ${line}`;
    }
  }
  return joined;
}

/** Zero-width, bidi, invisible operators, variation fillers and tag characters; ZWNJ and ZWJ only outside words. */
const hidden =
  /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u061c\u180e\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<![\p{M}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Tamil}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]/gu;
