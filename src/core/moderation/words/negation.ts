import { clauseMark, opensClause } from "./clauses.ts";
import { cueAt, type Reach } from "./negationCues.ts";
import type { Token } from "./tokens.ts";

/** A "no" in a claim and what it bears on. */
export interface Negation {
  readonly reach: Reach;
  /** Stems of the first words of content after it, which it denies. */
  readonly heads: readonly string[];
  /** Stems of all the words of content that it may bear on. */
  readonly bears: ReadonlySet<string>;
  /** Stems of all the words of content of its clause. */
  readonly clause: ReadonlySet<string>;
  /** Tokens it may bear on, first and last but one. */
  readonly scope: readonly [number, number];
}

/** The negations of a claim in reading order, without those in a condition ("if you do not"), which deny nothing. */
export function negationsOf(
  tokens: readonly Token[],
  keyOf: (form: string) => string,
  isGeneric: (key: string) => boolean,
): readonly Negation[] {
  const found: Negation[] = [];
  for (let i = 0; i < tokens.length;) {
    const cue = cueAt(tokens, i);
    if (!cue) {
      i++;
      continue;
    }
    const start = i + cue.length;
    const end = scopeEnd(tokens, start);
    const isSame = found.some(
      ({ scope, reach }) => scope[1] > i && reach === "part" && repeats.test(tokens[i]?.form ?? ""),
    );
    if (cue.reach !== "nothing" && !isSame && !isConditional(tokens, i)) {
      const ahead = contentKeys(tokens.slice(start, end), keyOf, isGeneric);
      const behind = contentKeys(tokens.slice(clauseStart(tokens, i), i), keyOf, isGeneric);
      found.push({
        reach: cue.reach,
        bears: new Set([...ahead, ...behind.slice(-2)]),
        clause: new Set([...behind, ...ahead]),
        heads: ahead.length > 0 ? ahead.slice(0, 2) : behind.slice(-2),
        scope: [start, end],
      });
    }
    i = start;
  }
  return withoutDouble(found);
}

/** In a clause that opens with "if", or in the part of a sentence before its main clause that does. */
function isConditional(tokens: readonly Token[], at: number): boolean {
  const lead = tokens.slice(clauseStart(tokens, at), at).map(({ form }) => form);
  if (conditional.test(lead.join(" "))) return true;
  return conditional.test(tokens[0]?.form ?? "") && tokens.slice(at).some(({ form }) => form === ",");
}

/** Spanish says one denial twice: "no hay nada", "no viene nunca"; English with "nor". */
const repeats = /^(?:nada|nadie|nunca|jamas|ningun\p{L}*|tampoco|ni|nor|any)$/u;

/** "It is not a myth that", "it is false that … not": denied denials are none. */
function withoutDouble(found: readonly Negation[]): readonly Negation[] {
  const whole = found.find(({ reach }) => reach === "whole");
  const other = found.find(
    ({ reach, scope }) => reach === "part" && whole !== undefined && scope[0] !== whole.scope[0],
  );
  return whole && other ? found.filter((negation) => negation !== whole && negation !== other) : found;
}

function scopeEnd(tokens: readonly Token[], from: number): number {
  for (let i = from + 1; i < tokens.length; i++) {
    const form = tokens[i]?.form ?? "";
    if (clauseMark.test(form) || opensClause(tokens, i)) return i;
  }
  return tokens.length;
}

function clauseStart(tokens: readonly Token[], at: number): number {
  for (let i = at - 1; i >= 0; i--) {
    const form = tokens[i]?.form ?? "";
    if (clauseMark.test(form) || (opensClause(tokens, i) && !conditional.test(form))) return i + 1;
    if (conditional.test(form)) return i;
  }
  return 0;
}

function contentKeys(
  tokens: readonly Token[],
  keyOf: (form: string) => string,
  isGeneric: (key: string) => boolean,
): readonly string[] {
  const keys = tokens.flatMap(({ kind, form }) => {
    const key = kind === "word" && !degree.test(form) ? keyOf(form) : "";
    return key === "" ? [] : [key];
  });
  const telling = keys.filter((key) => !isGeneric(key));
  return telling.length > 0 ? telling : keys;
}

const conditional =
  /^(?:(?:and|or|y|o|but|pero|even|incluso) )?(?:if|unless|when|whenever|si(?! bien)|cuando|salvo|in case|en caso)\b/;
/** Words between a "no" and what it denies. */
const degree =
  /^(?:always|necessarily|really|usually|actually|only|just|directly|generally|typically|ever|yet|still|currently|necesariamente|siempre|realmente|actualmente|directamente|generalmente|scientific|scientifically|known|any|significant|strong|particular)$/;
