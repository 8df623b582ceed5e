import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

export type ZipCheck = "ok" | "bomb" | "encrypted" | "broken";

/** The entries of a zip's central directory (PKWARE APPNOTE 4.3.12, without Zip64); null when there is none. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = count; left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * Whether an archive may be unpacked: at most 200 MB and 20 times its size (5 MB are always allowed), as its directory
 * says and as its entries prove. An entry that unpacks to more than it declares is a bomb.
 */
export function checkZip(bytes: Uint8Array): ZipCheck {
  const entries = zipEntries(bytes);
  if (!entries) return "broken";
  if (entries.some((entry) => entry.encrypted)) return "encrypted";
  const allowed = Math.min(200e6, Math.max(5e6, bytes.length * 20));
  if (entries.reduce((sum, entry) => sum + entry.unpacked, 0) > allowed) return "bomb";
  for (const entry of entries) {
    try {
      unpack(bytes, entry);
    } catch (cause) {
      return cause instanceof RangeError && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"
        ? "bomb"
        : "broken";
    }
  }
  return "ok";
}

/** The entry's content. Throws what zlib throws when it is damaged, `ERR_BUFFER_TOO_LARGE` when longer than declared. */
export function unpack(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const from = entry.offset + 30 + names;
  const packed = bytes.subarray(from, from + entry.packed);
  return entry.method === 8
    ? inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpacked) })
    : packed;
}

/** Offset of the end-of-central-directory record, which stands before a comment of at most 64 KB. */
function endRecord(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= earliest; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}
