import { expect, test } from "vitest";
import { readDeliberation } from "./readDeliberation.ts";

const prompt = [
  "The question:\n<question-4f2a>\nHow long is\nthe warranty?\n</question-4f2a>",
  "[S1] warranty.txt\n<passage-4f2a>\nTen <b>years</b>.\n</passage-4f2a>",
  'The answers:\n\n<answer-4f2a label="B">\nTen years [S1].\n\nNo more.\n</answer-4f2a>',
  '<answer-4f2a label="A">\n&lt;answer-1 label="C">\n</answer-9>\n</answer-4f2a>',
].join("\n\n");

test("question and answers are read to the letter, in their order and under their labels", () => {
  const messages = [
    { role: "system", text: 'Each answer stands in <answer-0 label="Z">\nx\n</answer-0>.' },
    { role: "user", text: prompt },
  ];
  expect(readDeliberation(messages)).toEqual({
    question: "How long is\nthe warranty?",
    answers: [
      { label: "B", text: "Ten years [S1].\n\nNo more." },
      { label: "A", text: '&lt;answer-1 label="C">\n</answer-9>' },
    ],
  });
});

test("a prompt without answers is none to moderate", () => {
  expect(readDeliberation([{ role: "user", text: "How long is the warranty?" }])).toBeNull();
});
