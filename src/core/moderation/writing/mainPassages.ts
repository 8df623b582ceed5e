import type { Voice } from "../../answering/moderator.ts";
import { votersOf } from "./agreedStatements.ts";
import type { ComparedAnswers } from "./comparedAnswers.ts";
import { excerptOf } from "./excerpt.ts";
import type { Material } from "./material.ts";
import { bulleted, paragraph, traced, type Passage } from "./passages.ts";
import type { Phrases } from "./phrases.ts";
import { similarity } from "../comparing/similarity.ts";
import { isClosing, isDisclaimer, isGreeting } from "../words/smallTalk.ts";
import { statementOf, type Statement } from "./statements.ts";
import { withoutSentences } from "./withoutSentences.ts";

const mostSentences = 5;
const longestParagraph = 900;
const mostBullets = 6;

/**
 * What answers the question: the answer itself where all are the same, the best one as it stands where it has to,
 * else what they agree on, else one sentence of each. At most about `most` characters.
 */
export function mainPassages(phrases: Phrases, material: Material, most: number): readonly Passage[] {
  const { compared, needsExcerpt } = material;
  const texts = new Set(compared.voices.map(({ text }) => text.trim()));
  if (texts.size === 1 || needsExcerpt) return excerpted(phrases, material, most, texts.size === 1);
  return sharedOrSeparate(phrases, material);
}

/** The sentences of the best answer's own, with all who say the same; without those that are told as a contradiction. */
function excerpted(phrases: Phrases, material: Material, most: number, isSame: boolean): readonly Passage[] {
  const { compared, agreed, disputes } = material;
  const { voices, best, agreements } = compared;
  const all = voices.map((_, voice) => voice);
  const own = compared.claims.filter(({ voice }) => voice === best);
  const excerpt = excerptOf(voices[best]?.text ?? "", own, most);
  if (!excerpt) return sharedOrSeparate(phrases, material);
  const disputed = new Set(disputes.flatMap(({ conflict }) => conflict.sides.flat()));
  const text = withoutSentences(
    voices[best]?.text ?? "",
    excerpt,
    own.filter((claim) => disputed.has(claim)),
  );
  const told = own.filter(
    (claim) => claim.start >= excerpt.start && claim.end <= excerpt.end && !disputed.has(claim),
  );
  if (told.length === 0 && text !== excerpt.text) return sharedOrSeparate(phrases, material);
  const claims = told.map((claim) => {
    const sharing = agreements.find(({ wordings }) => wordings.includes(claim));
    const says = sharing ? votersOf(sharing) : [claim.voice];
    return traced(voices, { text: claim.text, quote: claim.text, voices: isSame ? all : says });
  });
  if (isSame) return [{ text: `${excerpt.text}\n\n${phrases.identical(voices.length)}`, claims }];
  const beyond = agreed
    .filter(({ claim }) => told.every((other) => other !== claim && similarity(other, claim) < alreadySaid))
    .slice(0, 3);
  return [
    { text: `${phrases.fullest(voices.length)}\n\n${text}`, claims },
    ...(beyond.length === 0 ? [] : [bulleted(voices, phrases.alsoShared, beyond)]),
  ];
}

const alreadySaid = 0.4;

function sharedOrSeparate(phrases: Phrases, material: Material): readonly Passage[] {
  if (material.compared.claims.length === 0) return [unclaimed(phrases, material)];
  return material.agreed.length > 0 ? shared(phrases, material) : separate(phrases, material);
}

function shared(phrases: Phrases, material: Material): readonly Passage[] {
  const { compared, agreed, disputes } = material;
  const { voices } = compared;
  const isListed = ({ claim }: Statement) =>
    listMark.test(lineBefore(voices[claim.voice]?.text ?? "", claim.start));
  const prose = within(
    agreed.filter((statement) => !isListed(statement)),
    mostSentences,
  );
  const items = agreed.filter(isListed).slice(0, mostBullets);
  const comesSecond = disputes.some(({ isCentral }) => isCentral);
  const intro = comesSecond ? phrases.otherwiseShared : phrases.shared;
  const counts = (prose.length > 0 ? prose : items).map((statement) => statement.voices.length);
  const count = phrases.sharedBy(counts.length, Math.min(...counts), Math.max(...counts), voices.length);
  if (prose.length === 0) {
    const list = bulleted(voices, intro, items);
    return [{ ...list, text: `${list.text}\n\n${count}` }];
  }
  const isKnown = comesSecond && Math.min(...counts) === voices.length;
  const said = paragraph(voices, prose, ...(isKnown ? [] : [count]));
  return [
    comesSecond ? { ...said, text: `${intro} ${said.text}` } : said,
    ...rivals(phrases, material),
    ...(items.length === 0 ? [] : [bulleted(voices, phrases.alsoShared, items)]),
  ];
}

const listMark = /^\s*(?:[-*+•·▪◦‣–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+[*_]*$/;

function lineBefore(text: string, at: number): string {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
}

function within(statements: readonly Statement[], most: number): readonly Statement[] {
  let length = 0;
  return statements.slice(0, most).filter(({ text }, place) => {
    length += text.length;
    return place === 0 || length <= longestParagraph;
  });
}

const mostSeparate = 8;

/** One sentence of each answer; none where contradictions tell what they say. */
function separate(phrases: Phrases, { compared, disputes }: Material): readonly Passage[] {
  if (disputes.length > 0) return [];
  const { voices } = compared;
  const firsts = firstStatements(compared, () => true);
  const alone = new Set(compared.alone);
  const areAlike = compared.claims.some((claim) => !alone.has(claim));
  const intro = areAlike ? phrases.inOwnWords : phrases.eachSays;
  const passage = bulleted(
    voices,
    firsts.length > 1 ? intro : phrases.toldByOne,
    firsts.slice(0, mostSeparate),
  );
  const areRivals = firsts.length > 1 && areBrief(voices) && !areAlike;
  return [areRivals ? { ...passage, text: `${passage.text}\n\n${phrases.unbacked}` } : passage];
}

/** What brief answers say that have no part in any agreement, where no contradiction tells it. */
function rivals(phrases: Phrases, { compared, agreed, disputes }: Material): readonly Passage[] {
  const { voices } = compared;
  const agreeing = new Set(agreed.flatMap((statement) => statement.voices));
  const firsts = firstStatements(compared, (voice) => !agreeing.has(voice));
  if (disputes.length > 0 || !areBrief(voices) || firsts.length === 0) return [];
  return [bulleted(voices, phrases.otherwise(firsts.length), firsts.slice(0, mostSeparate))];
}

/** The first sentence of each answer that can be told apart from it, else its first one. */
function firstStatements(
  { voices, claims, tellable }: ComparedAnswers,
  isWanted: (voice: number) => boolean,
): readonly Statement[] {
  return [...voices.keys()].filter(isWanted).flatMap((voice) => {
    const own = claims.filter((each) => each.voice === voice);
    const claim = own.find((each) => tellable.has(each)) ?? own[0];
    return claim ? [statementOf(claim, [voice])] : [];
  });
}

/** Brief answers that differ are rivals, longer ones may complement each other. */
function areBrief(voices: readonly Voice[]): boolean {
  return voices.every(({ text }) => text.length <= briefAnswer);
}

const briefAnswer = 240;

/** Answers that state nothing are shown, not interpreted. */
function unclaimed(phrases: Phrases, { compared: { voices } }: Material): Passage {
  const lines = voices.map(({ text }) => text.replace(/\s+/g, " ").trim()).filter((line) => line !== "");
  const isDeclined = lines.every((line) => isDisclaimer(line) || isGreeting(line) || isClosing(line));
  const shown = [...new Set(lines)].map((line) =>
    line.length > longestLine ? `${line.slice(0, longestLine)}…` : line,
  );
  const declined = [phrases.noAnswer(voices.length), ...(shown.length > 0 ? [phrases.theySay] : [])].join(
    " ",
  );
  const intro = isDeclined || lines.length < 2 ? declined : phrases.eachSays;
  return { text: [intro, ...shown.slice(0, mostSeparate).map((line) => `- ${line}`)].join("\n"), claims: [] };
}

const longestLine = 300;
