import { expect, test } from "vitest";
import type { Evidence } from "../../answering/model.ts";
import { sourceReferences } from "./sourceReferences.ts";

const passage = (n: number): Evidence => ({
  n,
  documentId: "d",
  documentName: "d",
  page: null,
  headings: [],
  start: 0,
  end: 0,
  text: "",
  language: null,
  score: 1,
});

test("each source that exists goes with the models that cite it, in the order of the numbers", () => {
  const said = ["Ten [S2].", "Ten [S1, S2] and [S9].", "Ten."];
  const voices = said.map((text, place) => ({ model: `m${place}`, text, isWhole: true }));
  expect(sourceReferences({ voices, evidence: [passage(3), passage(2), passage(1)] })).toEqual([
    { source: 1, models: ["m1"] },
    { source: 2, models: ["m0", "m1"] },
  ]);
});
