import { accuracy, calibrationTable, type Guess } from "./intentsFigures.ts";
import type { Figure } from "./report.ts";

const none = { id: "", reference: "" };

export function confidentFigures(what: string, guesses: readonly Guess[]): Figure[] {
  const sure = guesses.filter(({ confidence }) => confidence >= 0.8);
  return [
    {
      ...none,
      what: `${what}: accuracy at confidence >= .8`,
      value: accuracy(sure),
      target: 0.8,
      better: "higher",
      count: sure.length,
    },
    {
      ...none,
      what: `${what}: share at confidence >= .8`,
      value: sure.length / Math.max(1, guesses.length),
      target: null,
      better: "higher",
      count: guesses.length,
    },
  ];
}

export function showTable(what: string, guesses: readonly Guess[]): void {
  console.log(`Confidence and right answers: ${what}`);
  console.table(calibrationTable(guesses));
}
