import { compareAnswers } from "../src/core/moderation/comparing/compareAnswers.ts";
import { comparing } from "./moderatorComparing.ts";
import { plant, plantedKinds, reworded, type PlantedPair } from "./moderatorPlanting.ts";
import type { ModeratorSets, PlainText } from "./moderatorSets.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

/**
 * Q10: contradictions planted in real texts, one a pair, against the same text in other words and another order; and
 * the same pairs without one. The planter's word lists are its own.
 */
export function measurePlanted({ texts, articles }: ModeratorSets): Figure[] {
  const found = texts.flatMap((text) => plantedKinds.flatMap((kind) => tried(text, kind) ?? []));
  const clean = texts.map((text) => ({
    ...text,
    value: Number(isContradicted(text.question, [text.text, otherWords(text)])),
  }));
  const sisters = articles.map(({ passages }) => Number(isContradicted("", passages)));
  const kinds = plantedKinds.map((kind) =>
    figure(
      `planted, ${kind}`,
      found.filter((one) => one.kind === kind),
      null,
    ),
  );
  const languages = (["en", "es"] as const).map((language) =>
    figure(
      `planted, ${language}`,
      found.filter((one) => one.language === language),
      null,
    ),
  );
  const halves = [0, 1].map((half) => {
    const name = half === 0 ? "even rows, looked at" : "odd rows, held out";
    return figure(
      `planted, ${name}`,
      found.filter(({ row }) => row % 2 === half),
      null,
    );
  });
  const cleanHalf = clean.filter(({ row }) => row % 2 === 1);
  return [
    figure("planted contradictions found", found, 0.8),
    ...halves,
    ...kinds,
    ...languages,
    { ...figure("reworded, nothing planted, one reported", clean, 0.1), better: "lower" },
    { ...figure("reworded, odd rows, one reported", cleanHalf, null), better: "lower" },
    {
      ...figure(
        "two passages of one article, one reported",
        sisters.map((value) => ({ value })),
        null,
      ),
      better: "lower",
    },
  ];
}

function figure(what: string, values: readonly { readonly value: number }[], target: number | null): Figure {
  const value = mean(values.map((one) => one.value));
  return { id: "Q10", what, value, target, better: "higher", reference: "", count: values.length };
}

interface Tried {
  readonly kind: PlantedPair["kind"];
  readonly language: PlainText["language"];
  readonly row: number;
  readonly value: number;
}

function tried({ text, language, question, row }: PlainText, kind: PlantedPair["kind"]): Tried | null {
  const pair = plant(text, kind, language, row);
  return pair && { kind, language, row, value: Number(isFound(question, pair)) };
}

/** A conflict that the planted sentence is a side of; another one does not count. */
function isFound(question: string, { changed, other, planted }: PlantedPair): boolean {
  const start = changed.indexOf(planted);
  const { conflicts } = compareAnswers(comparing, question, [changed, other].map(voice));
  return conflicts.some(({ sides }) =>
    sides
      .flat()
      .some((claim) => claim.voice === 0 && claim.start < start + planted.length && claim.end > start),
  );
}

function isContradicted(question: string, answers: readonly string[]): boolean {
  return compareAnswers(comparing, question, answers.map(voice)).conflicts.length > 0;
}

function otherWords({ text, language, row }: PlainText): string {
  return reworded(text, language, row);
}

function voice(text: string, i: number) {
  return { model: `model${i}`, text, isWhole: true };
}
