import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { claimsOf } from "../comparing/claims.ts";
import { excerptOf, hasCodeOrTable, hasSteps } from "./excerpt.ts";

const deps = { analyse, languageOf: detectLanguage };

function excerpt(text: string, most = 1_000): string | undefined {
  return excerptOf(text, claimsOf(deps, [{ model: "a", text, isWhole: true }]), most)?.text;
}

const code = "```python\ndef add(a, b):\n    return a + b\n```";

describe("an excerpt", () => {
  test("goes without greeting and farewell", () => {
    const text = `Sure, happy to help!\n\nThis adds two numbers.\n\n${code}\n\nLet me know if you need more.`;
    expect(excerpt(text)).toBe(`This adds two numbers.\n\n${code}`);
  });

  test("goes without a greeting in the same paragraph", () => {
    expect(excerpt("Great question! The panel lasts ten years.")).toBe("The panel lasts ten years.");
  });

  test("cuts prose at the end of a sentence", () => {
    const text = "The first panel lasts ten years. The second panel lasts twelve years.";
    expect(excerpt(text, 50)).toBe("The first panel lasts ten years.");
  });

  test("never ends in a torn piece of code, nor in a heading", () => {
    expect(excerpt(`The code adds two numbers:\n\n## Code\n\n${code}`, 60)).toBe(
      "The code adds two numbers:",
    );
  });

  test("closes code that is longer than there is room", () => {
    const text = `\`\`\`js\n${"let total = 1;\n".repeat(20)}\`\`\``;
    expect(excerpt(text, 60)).toBe("```js\nlet total = 1;\nlet total = 1;\nlet total = 1;\n…\n```");
  });

  test("of nothing is none", () => {
    expect(excerpt("")).toBeUndefined();
    expect(excerpt("Hello!")).toBeUndefined();
  });
});

test("code, tables and steps are recognised", () => {
  expect(hasCodeOrTable(code)).toBe(true);
  expect(hasCodeOrTable("| a | b |\n|---|---|\n| 1 | 2 |")).toBe(true);
  expect(hasCodeOrTable("Some `code` in a line.")).toBe(false);
  expect(hasSteps("1. Mix.\n2. Stir.\n3. Bake.")).toBe(true);
  expect(hasSteps("1. Mix.\n- Stir.\n- Bake.")).toBe(false);
});
