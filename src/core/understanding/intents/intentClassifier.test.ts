import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trainIntentClassifier } from "./intentClassifier.ts";

const phrases = {
  open: [
    "open the door",
    "please open the window",
    "open it",
    "can you open the garage",
    "open the gate now",
  ],
  close: [
    "close the door",
    "shut the window",
    "close it please",
    "can you close the garage",
    "shut the gate",
  ],
  light: [
    "turn on the lamp",
    "switch the light on",
    "lights on please",
    "make it brighter",
    "light up the room",
  ],
  music: ["play a song", "put on some music", "play jazz", "start the radio", "play my playlist"],
};
const examples = Object.entries(phrases).flatMap(([intent, texts]) =>
  texts.map((text) => ({ text, intent })),
);
const pieces = [
  "open",
  "door",
  " ",
  "\ud800",
  "\u0000",
  "🙂",
  "ñ",
  "ÀÉ",
  "ß",
  "\u0301",
  "\ue000",
  "中文",
  "مرحبا",
  "9".repeat(50),
  "_",
  "#",
];
const classify = trainIntentClassifier(examples, 1);

describe("trainIntentClassifier", () => {
  test("finds the intent of phrases that it never read", () => {
    expect(classify("would you open that window?")?.intent).toBe("open");
    expect(classify("shut the door")?.intent).toBe("close");
    expect(classify("play some jazz music")?.intent).toBe("music");
    expect(classify("switch on the light")?.intent).toBe("light");
  });

  test("reads over typing errors, accents and capitals", () => {
    expect(classify("PLÁY A SONGG")?.intent).toBe("music");
    expect(classify("swich the ligth on")?.intent).toBe("light");
  });

  test("believes what it learned and doubts what it did not", () => {
    expect(classify("open the door")?.confidence).toBeGreaterThan(0.8);
    expect(classify("the stock market fell by three percent")?.confidence ?? 0).toBeLessThan(0.5);
    expect(classify("xyzzy plugh")?.confidence ?? 0).toBeLessThan(0.2);
  });

  test("has no guess for a text without words, nor without examples", () => {
    expect(classify("")).toBeNull();
    expect(classify("?! 🙂")).toBeNull();
    expect(trainIntentClassifier([], 1)("open the door")).toBeNull();
  });

  test("learns the same from the same examples and seed", () => {
    expect(trainIntentClassifier(examples, 1)("open up")).toEqual(classify("open up"));
    expect(trainIntentClassifier(examples, 2)("open up")).not.toEqual(classify("open up"));
  });

  test("still doubts strange words where there is one intent only", () => {
    const one = trainIntentClassifier([{ text: "open the door", intent: "open" }], 1);
    expect(one("open the door")).toMatchObject({ intent: "open" });
    expect(one("open the door")?.confidence).toBeGreaterThan(0.9);
    expect(one("zzz qqq www the")?.confidence ?? 0).toBeLessThan(one("open the door")?.confidence ?? 0);
  });

  test("tells words of other scripts apart", () => {
    const both = trainIntentClassifier(
      [
        { text: "открой дверь", intent: "open" },
        { text: "закрой окно", intent: "close" },
      ],
      1,
    );
    expect(both("открой окошко")?.intent).toBe("open");
  });

  test("answers any text with a confidence from 0 to 1", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const guess = classify(text);
        return guess === null || (guess.confidence >= 0 && guess.confidence <= 1);
      }),
    );
  });

  test("reads no more of a long text than it needs", () => {
    expect(classify(`open the door ${"x".repeat(1_000_000)}`)?.intent).toBe("open");
  });
});
