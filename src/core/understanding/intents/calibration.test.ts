import { describe, expect, test } from "vitest";
import { calibrate, type Trial } from "./calibration.ts";
import { learned } from "./learning.ts";

const trials = (count: number, rightOfTen: number, score: number, nearest: number): Trial[] =>
  Array.from({ length: count }, (_, i) => ({ score, nearest, right: i % 10 < rightOfTen, weight: 1 }));

describe("calibrate", () => {
  test("has an opinion before any trial: strange is doubted, near and clear is believed", () => {
    const confidence = learned(calibrate([]));
    expect(confidence({ score: -1, nearest: 0 })).toBeCloseTo(0.0015, 4);
    expect(confidence({ score: 1, nearest: 1 })).toBeCloseTo(0.9998, 4);
  });

  test("comes to say how often such guesses were right", () => {
    const confidence = learned(calibrate([...trials(2000, 9, 0.5, 0.6), ...trials(2000, 2, -0.5, 0.2)]));
    expect(confidence({ score: 0.5, nearest: 0.6 })).toBeCloseTo(0.9, 2);
    expect(confidence({ score: -0.5, nearest: 0.2 })).toBeCloseTo(0.2, 2);
  });

  test("counts a trial by its weight", () => {
    const same = { score: 0.2, nearest: 0.4 };
    const confidence = learned(
      calibrate([
        { ...same, right: true, weight: 3000 },
        { ...same, right: false, weight: 1000 },
      ]),
    );
    expect(confidence(same)).toBeCloseTo(0.75, 2);
  });

  test("finds the best place from where the first step leads past it", () => {
    const clear = [...trials(4000, 10, 1, 0.9), ...trials(4000, 0, 0.1, 0.3)];
    const confidence = learned(calibrate(clear));
    expect(confidence({ score: 1, nearest: 0.9 })).toBeGreaterThan(0.99);
    expect(confidence({ score: 0.1, nearest: 0.3 })).toBeLessThan(0.01);
  });

  test("stays within bounds where every trial was right", () => {
    const confidence = learned(calibrate(trials(500, 10, 0.9, 0.9)));
    expect(confidence({ score: 0.9, nearest: 0.9 })).toBeGreaterThan(0.98);
    expect(confidence({ score: -1, nearest: 0 })).toBeLessThan(0.5);
  });
});
