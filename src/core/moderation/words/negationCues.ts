import type { Token } from "./tokens.ts";

/**
 * `part` denies the words after it, `lack` says that something is missing ("without"), `whole` denies the sentence ("it
 * is a myth that"), `none` that there is any ("nothing"), `weak` only that it is wholly so ("not always"), `few` that there is much of it.
 */
export type Reach = "part" | "lack" | "whole" | "none" | "weak" | "few";

export interface NegationCue {
  /** `nothing`: only looks like a denial. */
  readonly reach: Reach | "nothing";
  /** Tokens it takes up. */
  readonly length: number;
}

/** The cue that begins at a token; null where none does. */
export function cueAt(tokens: readonly Token[], at: number): NegationCue | null {
  if (!firstWord.test(tokens[at]?.form ?? "")) return null;
  const phrase = tokens
    .slice(at, at + 7)
    .map(({ form }) => form)
    .join(" ");
  if (isUntil(tokens, at)) return { reach: "nothing", length: 1 };
  if (isOpeningNo(tokens, at, phrase)) return { reach: "nothing", length: 1 };
  for (const { reach, pattern } of cues) {
    const found = pattern.exec(phrase)?.[0];
    if (found !== undefined) return { reach, length: found.trim().split(" ").length };
  }
  return null;
}

/** "Not until 1836" tells when it did happen. */
function isUntil(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:not|no|\p{L}+n't)$/u.test(tokens[at]?.form ?? "")) return false;
  const ahead = tokens.slice(at + 1, at + 7).map(({ form }) => form);
  const end = ahead.findIndex((form) => /^[,;.]$/.test(form));
  return ahead.slice(0, end < 0 ? ahead.length : end).some((form) => form === "until" || form === "hasta");
}

/** "No, …" answers the question and denies nothing in its own sentence; so does a "no." before a number. */
function isOpeningNo(tokens: readonly Token[], at: number, phrase: string): boolean {
  if (!/^no(?: [,.;:!–—-]|$)/.test(phrase)) return false;
  return at === 0 || tokens[at - 1]?.kind === "mark" || tokens[at + 2]?.kind === "number";
}

/** Spares the table for the words that open none of it. */
const firstWord =
  /^(?:no|not|never|nunca|jamas|nobody|nothing|nada|nadie|none|nowhere|neither|nor|ni|ningun[ao]?s?|tampoco|sin|without|cannot|lack|lacks|lacking|unable|incapa(?:z|ces)|fail|fails|failed|carecen?|absence|ausencia|false|fals[ao]s?|myth|mito|misconception|hoax|untrue|incorrect|incorrect[ao]s?|debunked|desmentid[ao]|or|whether|if|si|why|o|rather|instead|lugar|vez|hardly|barely|scarcely|apenas|rarely|seldom|free|libres?|avoid(?:ed|ing|s)?|evit(?:ar|a|e|en|an)|almost|nearly|very|few|casi|muy|pocos|pocas|ya|except|excepto|salvo|exception|\p{L}+n't|dont|doesnt|cant|isnt|wont)$/u;

const cues: readonly { readonly reach: NegationCue["reach"]; readonly pattern: RegExp }[] = [
  // What only looks like a denial.
  {
    reach: "nothing",
    pattern: /^(?:not|no) (?:only|just|merely|simply|solo|solamente|unicamente)\b/,
  },
  {
    reach: "nothing",
    pattern:
      /^no (?:doubt|matter|obstante|more than|less than|later than|earlier than|sooner|fewer than|mas de|menos de|mas que|wonder|problem)\b/,
  },
  { reach: "nothing", pattern: /^sin (?:embargo|dudas?|dudarlo|mencionar|importar|contar|problemas?)\b/ },
  {
    reach: "nothing",
    pattern:
      /^(?:not to mention|nothing but|nada mas|not until|nothing more than|no hasta|without (?:a )?doubt)\b/,
  },
  { reach: "nothing", pattern: /^(?:whether or not|or not|if not|si no|why not|o no)\b/ },
  {
    reach: "nothing",
    pattern:
      /^(?:don't|dont|not|never|no) (?:forget|hesitate|worry|olvides?|dudes?|te preocupes|se preocupe)\b/,
  },
  {
    reach: "nothing",
    pattern:
      /^(?:cannot|can't|can not|couldn't|not|no) (?:be |se puede )?(?:overstated?|overemphasized?|exagerar|help but)\b/,
  },
  // Denials of the whole sentence; "not a myth" is none.
  {
    reach: "nothing",
    pattern: /^(?:not|isn't|no es|no son|no)(?: an?| un)? (?:myth|mito|misconception|hoax|fals[ao]|false)\b/,
  },
  {
    reach: "whole",
    pattern:
      /^(?:not|no|isn't|wasn't|aren't)(?: es| son| fue)?(?: entirely| actually| del todo)? (?:true|correct|the case|accurate|ciert[ao]|verdad|correct[ao]|asi)\b(?: that| que)?/,
  },
  {
    reach: "whole",
    pattern:
      /^(?:no|not any|ningun[ao]?)(?: \S+){0,3} (?:evidence|proof|basis|evidencias?|pruebas?|base)\b(?: that| of| for| to| de que| de| que)?/,
  },
  {
    reach: "whole",
    pattern:
      /^(?:false|fals[ao]|untrue|incorrect|incorrect[ao]|myth|mito|misconception|hoax|debunked|desmentid[ao])\b(?: that| que)?/,
  },
  // Denials that leave some room.
  {
    reach: "weak",
    pattern:
      /^(?:not|no|never|isn't|aren't|don't|doesn't|didn't|wasn't|won't|can't|cannot)(?: \S+)? (?:always|necessarily|all|every|everyone|entirely|completely|exactly|fully|siempre|necesariamente|tod[oa]s?|exactamente|completamente|del todo)\b/,
  },
  {
    reach: "few",
    pattern: /^(?:almost|nearly|casi|very) (?:no|none|nothing|never|few|ningun[ao]?|nadie|nada|nunca)\b/,
  },
  {
    reach: "few",
    pattern: /^(?:muy poc[oa]s|pocos|pocas|few|hardly|barely|scarcely|apenas|rarely|seldom)\b/,
  },
  { reach: "few", pattern: /^(?:except|excepto|salvo|exception)\b/ },
  // Denials of what comes next.
  { reach: "none", pattern: /^(?:nothing|nada|nobody|nadie|none|nowhere|no one)\b/ },
  { reach: "part", pattern: /^(?:avoid(?:ed|ing|s)?|evit(?:ar|a|e|en|an))(?= |$)/ },
  { reach: "part", pattern: /^(?:rather than|instead of|lugar de|vez de)\b/ },
  { reach: "part", pattern: /^(?:no longer|ya no|unable to|fails? to|failed to|incapa(?:z|ces) de)\b/ },
  {
    reach: "lack",
    pattern:
      /^(?:without|free (?:of|from)|libres? de|sin|lacks?|lacking|carecen?|absence of|ausencia de|lack of)(?= |$)/,
  },
  {
    reach: "part",
    pattern:
      /^(?:not|never|cannot|neither|nor|no|nunca|jamas|ni|ningun[ao]?s?|tampoco|\p{L}+n't|dont|doesnt|cant|isnt|wont)(?= |$)/u,
  },
];
