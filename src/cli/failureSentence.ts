import type { DocumentFailure } from "../contract/documents.ts";
import type { ErrorCode } from "../contract/errors.ts";
import { ConnectionError } from "../client/connectionError.ts";
import { ProblemError } from "../client/problemError.ts";

/** Why a file could not be used: as the disk, the upload or the reader has it. */
export interface FileFailure {
  readonly code: LocalFailureCode | DocumentFailure["code"] | ErrorCode;
  /** The server's own words, used where there is no better sentence here. */
  readonly reason: string;
}

export type LocalFailureCode = "missing" | "folder" | "empty" | "unreadable" | "unreachable";

const formats = "PDF, DOCX, HTML, Markdown, CSV or plain text";

/** What follows the name of the file: what is wrong, and the way out. */
const sentences: Readonly<Partial<Record<FileFailure["code"], string>>> = {
  missing: "does not exist: check the path.",
  folder: "is a folder: name its files, or read all of it with `batuta ingest`.",
  empty: "is empty: choose a file with content.",
  unreadable: "cannot be opened: check its permissions.",
  unreachable: "could not be sent, because the server does not answer: check that it runs and try again.",
  encrypted: "is protected by a password: remove the password and try again.",
  malformed: "is damaged or not what its name says: open it, save it again and try again.",
  no_text: "has no text that can be read: if it is a scan, run text recognition on it first.",
  too_large: "is too large: split it into smaller files.",
  too_many_pages: "has too many pages: split it into smaller files.",
  unsupported: `is of a type that cannot be read: save it as ${formats}.`,
  unsupported_media: `is of a type that cannot be read: save it as ${formats}.`,
  timeout: "took too long to read: split it into smaller files.",
  out_of_memory: "needs too much memory to read: split it into smaller files.",
  payload_too_large: "is larger than the server takes: split it, or raise limits.upload_mb in batuta.yaml.",
  rate_limited: "was not sent, because too many were sent at once: try again in a minute.",
  database_unavailable: "could not be stored: look at the server with `batuta doctor` and try again.",
  embedding_failed: "could not be indexed, because the embedding service failed: try again later.",
  internal: "could not be read, because something failed on our side: try again, and see the server's log.",
};

/** One sentence that names the file, what is wrong with it and what to do. */
export function failureSentence(name: string, failure: FileFailure): string {
  return `${name} ${failurePredicate(failure)}`;
}

/** The sentence without its subject. */
export function failurePredicate({ code, reason }: FileFailure): string {
  return sentences[code] ?? `was refused: ${reason}`;
}

/** An upload that was refused, with what the server says of the file itself where it does. */
export function uploadFailure(cause: unknown): FileFailure {
  if (cause instanceof ProblemError) {
    const { code, detail, errors } = cause.problem;
    return { code, reason: errors?.[0]?.message ?? detail };
  }
  return { code: "unreachable", reason: cause instanceof Error ? cause.message : "" };
}

/** One sentence for a command that could not do its work. */
export function errorSentence(cause: unknown): string {
  if (cause instanceof ConnectionError)
    return `${cause.message} Check that the server runs, or see \`batuta doctor\`.`;
  if (!(cause instanceof ProblemError)) return cause instanceof Error ? cause.message : String(cause);
  const { code, detail, errors = [], request_id } = cause.problem;
  if (code === "unauthorized") return "The key is not valid: make a new one, or see `batuta doctor`.";
  if (code === "forbidden") return `The key does not allow this: ${detail}`;
  if (code === "internal") return `${detail} Request ${request_id}.`;
  return [detail, ...errors.map(({ path, message }) => `${path}: ${message}`)].join(" ");
}
