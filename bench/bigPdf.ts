import { mulberry32, type Corpus } from "./corpus.ts";

export interface PdfShape {
  readonly pages: number;
  /** Printed lines a page, some 90 characters each. */
  readonly lines: number;
  /** A picture of so many bytes, that no reader of text needs to decode, on every page. */
  readonly pictureBytes?: number;
}

/** A PDF 1.4 file of text pages; another seed makes other bytes of the same shape. */
export function makeBigPdf(
  corpus: Corpus,
  { pages, lines, pictureBytes = 0 }: PdfShape,
  seed: number,
): Buffer {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  const write = (...pieces: (string | Buffer)[]) => {
    for (const piece of pieces) {
      const bytes = typeof piece === "string" ? Buffer.from(piece, "latin1") : piece;
      parts.push(bytes);
      length += bytes.length;
    }
  };
  const object = (...pieces: (string | Buffer)[]) => {
    offsets.push(length);
    write(`${offsets.length} 0 obj\n`, ...pieces, "\nendobj\n");
  };
  const stream = (dictionary: string, content: Buffer) =>
    object(`<< ${dictionary} /Length ${content.length} >>\nstream\n`, content, "\nendstream");
  const random = mulberry32(seed);
  // Four bytes of it number the page, so that no two pictures are the same.
  const picture = Buffer.from(
    Array.from({ length: Math.max(4, pictureBytes) }, () => Math.floor(random() * 256)),
  );

  write("%PDF-1.4\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page * 3} 0 R`).join(" ");
  object(`<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`);
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (let page = 0; page < pages; page++) {
    const first = 4 + page * 3;
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 1} 0 R `,
      `/Resources << /Font << /F1 3 0 R >> /XObject << /P ${first + 2} 0 R >> >> >>`,
    );
    stream("", pageContent(corpus, lines));
    picture.writeUInt32BE(page, 0);
    const shape = `/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /ColorSpace /DeviceRGB /BitsPerComponent 8`;
    stream(`${shape} /Filter /DCTDecode`, Buffer.from(picture));
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const at = length;
  write(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}`);
  write(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`);
  return Buffer.concat(parts);
}

function pageContent(corpus: Corpus, lines: number): Buffer {
  const leading = 740 / lines;
  const shown = Array.from({ length: lines }, () => `(${corpus.passage(14)}) Tj T*`);
  const drawn = `q 100 0 0 100 0 0 cm /P Do Q\n`;
  const size = Math.min(10, leading * 0.8).toFixed(1);
  const text = `BT /F1 ${size} Tf ${leading.toFixed(2)} TL 50 790 Td\n${shown.join("\n")}\nET\n`;
  return Buffer.from(drawn + text, "latin1");
}
