import { Parser } from "htmlparser2";
import type { Block } from "../../core/documents/assemble.ts";
import { body } from "./format.ts";
import { unpack, zipEntries } from "./zipDirectory.ts";

/**
 * The text of the parts that mammoth passes over: page headers and footers (equal paragraphs once), chart labels. With
 * `withBody` the main part too, for documents whose text stands in elements that it does not know.
 */
export function partBlocks(bytes: Uint8Array, withBody: boolean): Block[] {
  const parts = (zipEntries(bytes) ?? []).filter(
    ({ name }) => passedOver.test(name) || (withBody && mainPart.test(name)),
  );
  const paragraphs = parts.flatMap((part) => partParagraphs(new TextDecoder().decode(unpack(bytes, part))));
  return [...new Set(paragraphs)].map(body);
}

const passedOver = /^word\/(?:(?:header|footer)\d*|charts\/chart\d*)\.xml$/;
const mainPart = /^word\/document\d*\.xml$/;

/** Runs `w:t` and `a:t` by paragraph; the cached values of a chart (`c:v`) are one paragraph each series. */
function partParagraphs(xml: string): string[] {
  const paragraphs: string[] = [];
  let open = "";
  let inText = false;
  let skipped = 0;
  const flush = () => {
    if (/[\p{L}\p{N}]/u.test(open)) paragraphs.push(open.replace(/\s+/g, " ").trim());
    open = "";
  };
  const parser = new Parser(
    {
      onopentagname(name) {
        // The same text box is written twice: the fallback is for programs that do not know the first form.
        if (name === "mc:Fallback") skipped++;
        inText = skipped === 0 && (name === "w:t" || name === "a:t" || name === "c:v");
        if (name === "c:v" && open !== "") open += "; ";
        if (name === "w:tab" || name === "w:br") open += " ";
      },
      onclosetag(name) {
        if (name === "mc:Fallback") skipped--;
        if (name === "w:p" || name === "a:p" || name === "c:ser") flush();
        inText = false;
      },
      ontext(text) {
        if (inText) open += text;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  flush();
  return paragraphs;
}
