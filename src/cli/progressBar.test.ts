import { describe, expect, test } from "vitest";
import { createProgressBar, progressLine } from "./progressBar.ts";
import { printable, shortened } from "./printable.ts";
import { table } from "./table.ts";

const half = { fraction: 0.5, done: 1, total: 3, label: "parsing report.pdf" };

describe("the progress line", () => {
  test("shows bar, percentage, count and work", () => {
    expect(progressLine(half, 80)).toBe(`${"█".repeat(12)}${"░".repeat(12)}  50 %  1/3  parsing report.pdf`);
  });

  test("is always narrower than the terminal", () => {
    for (let columns = 2; columns < 90; columns += 1) {
      expect(progressLine({ ...half, label: "a very long name ".repeat(9) }, columns).length).toBeLessThan(
        columns,
      );
    }
  });

  test("stays within its bar whatever the figures", () => {
    expect(progressLine({ ...half, fraction: 1.2 }, 80)).toContain("100 %");
    expect(progressLine({ ...half, fraction: -1 }, 80)).toContain("░".repeat(24));
  });
});

describe("the progress bar", () => {
  test("on a terminal redraws one line, and a note stays above it", () => {
    const { written, output } = recorder(true);
    const bar = createProgressBar(output);
    bar.show(half);
    bar.show(half);
    bar.step("1/3 a.txt: ready");
    bar.note("b.pdf is empty");
    bar.clear();
    const line = progressLine(half, 80);
    const wipe = "\r\u001b[K";
    expect(written).toEqual([`${wipe}${line}`, wipe, "b.pdf is empty\n", `${wipe}${line}`, wipe]);
  });

  test("elsewhere writes plain lines only", () => {
    const { written, output } = recorder(false);
    const bar = createProgressBar(output);
    bar.show(half);
    bar.step("1/3 a.txt: ready");
    bar.note("b.pdf is empty");
    bar.clear();
    expect(written).toEqual(["1/3 a.txt: ready\n", "b.pdf is empty\n"]);
  });
});

describe("text for the terminal", () => {
  test("carries no control characters of documents or models", () => {
    expect(printable("a\u001b[31mb\u0007\u009bc\r\n\td€😀")).toBe("a[31mbc\n\td€😀");
  });

  test("is shortened on one line without halving a character", () => {
    expect(shortened("one\n two   three", 8)).toBe("one two…");
    expect(shortened("aaa😀bbb", 5)).toBe("aaa…");
    expect(shortened("fits", 4)).toBe("fits");
  });

  test("lines up in columns", () => {
    expect(
      table(
        ["A", "LONG"],
        [
          ["bbb", ""],
          ["c", "d"],
        ],
      ),
    ).toBe("A    LONG\nbbb\nc    d\n");
  });
});

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { written, output: { isTTY, columns: 80, write: (text: string) => written.push(text) } };
}
