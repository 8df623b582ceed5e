import { decodeText } from "./decodeText.ts";
import { body, failed, parsed, readBytes, type Format } from "./format.ts";
import { mimes } from "./mimes.ts";

/** Text in any common encoding; its paragraphs are the blocks. */
export const plainText: Format = {
  mimes: [mimes.plainText],
  async parse(input) {
    const text = decodeText(await readBytes(input));
    return text === null ? notText : parsed([body(text)]);
  },
};

export const notText = failed(
  "malformed",
  "The file is not readable text. Save it again as UTF-8 text and upload it.",
);
