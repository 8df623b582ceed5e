import { describe, expect, test } from "vitest";
import { countDisclaimers, textFault } from "./textFault.ts";

const prose = `The maker promises ten years for every roof panel that a registered builder has mounted, provided that the
buyer keeps the invoice and reports damage within a month. Rust counts as damage; dents, fading paint and scratches
from ladders do not. Sellers outside the country may add their own cover, which usually costs a small yearly fee and
ends when the house changes hands. Two of the leaflets also mention salt air: within five hundred metres of the coast
only the zinc variant stays covered, and only after an inspection. Nobody says who pays for removing a faulty panel, so
asking before signing is wise. Storm damage belongs to the home insurer, not to either contract, whatever a salesman on
the phone may tell you about it.`;

test.each([
  ["empty", " \n"],
  ["too_short", "x".repeat(79)],
  [null, "x".repeat(80)],
  [null, "x".repeat(5_000)],
  ["too_long", "x".repeat(5_001)],
  [null, prose],
  ["repetitive", "The warranty lasts ten years. ".repeat(12)],
  ["repetitive", [prose, prose].join("\n\n")],
  ["repetitive", `${prose} ${"no puedo ".repeat(200)}`],
])("%s", (fault, text) => {
  expect(textFault(text)).toBe(fault);
});

test("eight words may be all the same", () => {
  expect(textFault("warranties ".repeat(8))).toBeNull();
  expect(textFault("warranties ".repeat(9))).toBe("repetitive");
});

test("code and tables may repeat themselves", () => {
  const code = "```js\nx = x + 1;\n```\n".repeat(20);
  expect(textFault(`${code}\nThat adds twenty.`)).toBeNull();
  expect(textFault(`Prices:\n${"| one | one |\n".repeat(20)}`)).toBeNull();
  expect(textFault(`\`\`\`js\nx = 1;\n\`\`\`\n${"one and one ".repeat(20)}`)).toBe("repetitive");
});

test("three disclaimers pass, four do not", () => {
  const said = [
    "As an AI language model, I cannot provide legal advice on the panels.",
    "I'm sorry, but opinions differ between regions and sellers.",
    "The warranty is ten years according to the maker's own leaflet.",
  ].join(" ");
  expect(countDisclaimers(said)).toBe(3);
  expect(textFault(said)).toBeNull();
  expect(textFault(`${said} I don't have access to prices.`)).toBe("disclaimers");
});

describe("disclaimers in both languages", () => {
  test.each([
    ["As an AI, I'm unable to verify that.", 2],
    ["Como modelo de lenguaje, no puedo opinar.", 2],
    ["Soy una inteligencia artificial y no tengo acceso a internet.", 2],
    ["Lo siento; no puedo ayudarte con eso.", 2],
    ["I apologize. My training data ends there.", 2],
    ["The assistant manager cannot provide keys. I have access.", 0],
    ["El modelo de lenguaje es un programa; no puede volar.", 0],
  ])("%s", (said, count) => {
    expect(countDisclaimers(said)).toBe(count);
  });
});
