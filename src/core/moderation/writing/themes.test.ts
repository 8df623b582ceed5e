import { expect, test } from "vitest";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { themesOf } from "./themes.ts";

function themes(question: string, texts: readonly string[], most?: number): readonly string[] {
  return themesOf({ analyse }, question, deliberationOn(question, texts).voices, most).map(
    ({ text }) => text,
  );
}

const lights = [
  "The solar wind meets the magnetic field of the planet. The solar wind brings charged particles. The charged particles hit oxygen.",
  "Auroras come from the solar wind. The magnetic field guides the charged particles to the poles. At the poles they hit oxygen.",
  "The magnetic field bends the solar wind. The charged particles glow in the upper air, and the upper air glows green.",
];

test("themes are phrases as people write them, those of all answers first", () => {
  const found = themes("What are auroras?", lights);
  expect(found.slice(0, 3).toSorted()).toEqual(["charged particles", "magnetic field", "solar wind"]);
  expect(found).not.toContain("field");
});

test("each theme tells which answers speak of it", () => {
  const { voices } = deliberationOn("What are auroras?", lights);
  const upper = themesOf({ analyse }, "What are auroras?", voices).find(({ text }) => text === "upper air");
  expect(upper?.voices).toEqual([2]);
});

test("in Spanish a phrase keeps its article words and its accents", () => {
  const texts = [
    "La calidad de la imagen mejora con la luz. La calidad de la imagen depende del sensor. El sensor capta la luz.",
    "El sensor decide la calidad de la imagen. Con poca luz, el sensor falla.",
  ];
  expect(themes("¿Qué cámara compro?", texts)).toContain("calidad de la imagen");
});

test("names are themes, function words, bare verbs, code and addresses are not", () => {
  const texts = [
    "Superman was created by Jerry Siegel. Jerry Siegel sold it. See https://example.com/kryptonite.\n```\nkryptonite kryptonite\n```",
    "It was created by Jerry Siegel, who created others too.",
  ];
  const found = themes("Who made Superman?", texts);
  expect(found[0]).toBe("Jerry Siegel");
  expect(found.join(" ")).not.toMatch(/created|kryptonite|others/);
});

test("there are at most as many as asked for, and none in an empty text", () => {
  expect(themes("What are auroras?", lights, 2)).toHaveLength(2);
  expect(themes("What?", ["", "!!!"])).toEqual([]);
});
