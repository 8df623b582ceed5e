import { createHash } from "node:crypto";
import { makePdf } from "../../src/adapters/parsers/fixtures/makePdf.ts";
import { makeDocx } from "../../src/adapters/parsers/fixtures/makeZip.ts";
import type { SeededRandom } from "./seededRandom.ts";

/** A file with a word in it that no other file has. */
export interface PlantedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256, hex. */
  readonly hash: string;
  readonly marker: string;
  readonly outcome: "ready" | "failed";
}

export const plantedKinds = ["txt", "md", "html", "csv", "json", "docx", "pdf", "broken"] as const;
export type PlantedKind = (typeof plantedKinds)[number];

/** `paragraphs` is about 150 characters each; a PDF has a page for every ten. */
export function plantFile(random: SeededRandom, kind: PlantedKind, paragraphs: number): PlantedFile {
  const marker = markerOf(random);
  const texts = Array.from({ length: paragraphs }, (_, n) => paragraphOf(random, marker, n));
  const bytes = new Uint8Array(contentOf(kind, marker, texts));
  return {
    name: `${marker}.${kind === "broken" ? "pdf" : kind}`,
    bytes,
    hash: createHash("sha256").update(bytes).digest("hex"),
    marker,
    outcome: kind === "broken" ? "failed" : "ready",
  };
}

/** Neither stemming nor a stop list changes it. */
function markerOf(random: SeededRandom): string {
  const letters = Array.from({ length: 10 }, () => random.pick(["b", "d", "f", "g", "k", "p", "t", "v"]));
  return `zq${letters.join("")}xq`;
}

function paragraphOf(random: SeededRandom, marker: string, n: number): string {
  const subject = random.pick(["El panel", "La obra", "El contrato", "La garantía", "El presupuesto"]);
  const verb = random.pick(["exige", "describe", "detalla", "limita", "explica"]);
  const object = random.pick([
    "el plazo de entrega",
    "la cámara frigorífica",
    "el año de instalación",
    "los metros de aislante",
  ]);
  return `${subject} número ${n} de ${marker} ${verb} ${object} con ${random.between(2, 999)} unidades, según la dirección técnica de la empresa.`;
}

function contentOf(kind: PlantedKind, marker: string, texts: readonly string[]): Buffer {
  switch (kind) {
    case "txt":
      return Buffer.from(texts.join("\n\n"));
    case "md":
      return Buffer.from(texts.map((text, n) => `## Sección ${n}\n\n${text}\n`).join("\n"));
    case "html":
      return Buffer.from(
        `<!doctype html><html><head><title>${marker}</title></head><body>${texts.map((text) => `<p>${text}</p>`).join("\n")}</body></html>`,
      );
    case "csv":
      return Buffer.from(`número,texto\n${texts.map((text, n) => `${n},"${text}"`).join("\n")}\n`);
    case "json":
      return Buffer.from(JSON.stringify({ título: marker, partes: texts }));
    case "docx":
      return makeDocx(texts.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join(""));
    case "pdf":
      return makePdf(pagesOf(texts));
    case "broken":
      return Buffer.from(`%PDF-1.7\n${marker}: nothing of the sort\n`);
  }
}

function pagesOf(texts: readonly string[]) {
  const lines = texts.flatMap((text) => [text.slice(0, 80).trimEnd(), text.slice(80)]);
  return Array.from({ length: Math.ceil(lines.length / 20) }, (_, page) =>
    lines.slice(page * 20, page * 20 + 20).map((text, at) => ({ text, x: 60, y: 780 - at * 14 })),
  );
}
