import { Parser } from "htmlparser2";
import type { Block } from "../../core/documents/assemble.ts";
import { blockWriter } from "./blockWriter.ts";

/**
 * The visible text of an HTML source as blocks: headings by level, list items and table rows (cells joined by ` | `)
 * as lines, the title first. Read as a stream of tags without recursion, so nesting of any depth is read.
 */
export function htmlBlocks(source: string): Block[] {
  const writer = blockWriter();
  let depth = 0;
  let hiddenFrom = 0;
  let preformatted = 0;
  let title = "";
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++;
      if (hiddenFrom > 0) return;
      if (dropped.has(name) || isHidden(attributes)) hiddenFrom = depth;
      else if (name === "title") inTitle = true;
      else if (name === "br") writer.text("\n", true);
      else if (name === "pre") {
        preformatted++;
        writer.boundary();
      } else writer.open(name);
    },
    onclosetag(name) {
      if (hiddenFrom === depth) hiddenFrom = 0;
      else if (hiddenFrom === 0) {
        if (name === "title") inTitle = false;
        else if (name === "pre") {
          preformatted = Math.max(0, preformatted - 1);
          writer.boundary();
        } else writer.close(name);
      }
      depth--;
    },
    ontext(text) {
      if (hiddenFrom > 0) return;
      if (inTitle) title += text;
      else writer.text(text, preformatted > 0);
    },
  });
  for (let at = 0; at < source.length; at += 65_536) parser.write(source.slice(at, at + 65_536));
  parser.end();
  const blocks = writer.end();
  const heading = title.replace(/\s+/g, " ").trim();
  const repeated = blocks.slice(0, 3).some((block) => block.level > 0 && block.text === heading);
  return heading === "" || repeated ? blocks : [{ page: null, level: 1, text: heading }, ...blocks];
}

const dropped = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "math",
  "iframe",
  "object",
  "select",
  "datalist",
]);

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  if ("hidden" in attributes) return true;
  const style = attributes["style"];
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}
