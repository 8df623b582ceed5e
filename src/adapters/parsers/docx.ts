import mammoth from "mammoth";
import { partBlocks } from "./docxParts.ts";
import { failed, parsed, readBytes, traceOf, type Format } from "./format.ts";
import { htmlBlocks } from "./htmlBlocks.ts";
import { mimes } from "./mimes.ts";
import { checkZip } from "./zipDirectory.ts";

/** Word documents, by way of HTML; pictures are left out, notes, page headers and footers stand at the end. */
export const docx: Format = {
  mimes: [mimes.docx],
  async parse(input, onProgress) {
    const bytes = await readBytes(input);
    // Word keeps an encrypted document in an OLE container instead of a zip.
    if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return encrypted;
    const check = checkZip(bytes);
    if (check === "encrypted") return encrypted;
    if (check === "broken") return malformed;
    if (check === "bomb") {
      return failed(
        "too_large",
        "The file unpacks to far more than its size, over what is allowed. Save a smaller copy.",
      );
    }
    onProgress(0.1);
    const images = mammoth.images.imgElement(() => Promise.resolve({ src: "" }));
    try {
      const { value } = await mammoth.convertToHtml(
        { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
        { convertImage: images },
      );
      onProgress(0.8);
      const blocks = htmlBlocks(value);
      return parsed([...blocks, ...partBlocks(bytes, blocks.length === 0)]);
    } catch (cause) {
      return { ...malformed, trace: traceOf(cause) };
    }
  },
};

const encrypted = failed(
  "encrypted",
  "The document is protected with a password. Remove the password and upload it again.",
);
const malformed = failed(
  "malformed",
  "The document is damaged or is not a Word file. Open it in Word and save it again.",
);
