import { decodeText } from "./decodeText.ts";
import { parsed, readBytes, type Format } from "./format.ts";
import { htmlBlocks } from "./htmlBlocks.ts";
import { mimes } from "./mimes.ts";
import { notText } from "./plainText.ts";

/** HTML pages in the encoding of their mark, their meta element or their bytes. */
export const html: Format = {
  mimes: [mimes.html],
  async parse(input) {
    const bytes = await readBytes(input);
    const text = decodeText(bytes, declaredCharset(bytes));
    return text === null ? notText : parsed(htmlBlocks(text));
  },
};

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 4_096)).replace(/<!--[^]*?-->/g, "");
  return (
    /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head) ??
    /<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i.exec(head)
  )?.[1];
}
