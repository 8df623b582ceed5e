import { describe, expect, test } from "vitest";
import { ConnectionError } from "../client/connectionError.ts";
import { ProblemError } from "../client/problemError.ts";
import { documentFailureCodes } from "../contract/documents.ts";
import type { ErrorCode } from "../contract/errors.ts";
import { errorSentence, failureSentence, uploadFailure } from "./failureSentence.ts";

describe("the sentence for a file that failed", () => {
  test("names the file, what is wrong and the way out", () => {
    expect(failureSentence("report.pdf", { code: "encrypted", reason: "x" })).toBe(
      "report.pdf is protected by a password: remove the password and try again.",
    );
    expect(failureSentence("docs", { code: "folder", reason: "" })).toBe(
      "docs is a folder: name its files, or read all of it with `batuta ingest`.",
    );
  });

  test("exists for every reason that a document fails", () => {
    const silent = documentFailureCodes.filter((code) =>
      failureSentence("f", { code, reason: "R" }).includes("refused"),
    );
    expect(silent).toEqual([]);
  });

  test("quotes the server where it knows best", () => {
    const refusal = problem("validation_error", [{ path: "files.0", message: '"a.txt" has a wrong name' }]);
    expect(failureSentence("a.txt", uploadFailure(refusal))).toBe(
      'a.txt was refused: "a.txt" has a wrong name',
    );
  });

  test("tells a server that is away from one that refuses", () => {
    expect(failureSentence("a.txt", uploadFailure(new ConnectionError("gone")))).toContain(
      "the server does not answer",
    );
    expect(failureSentence("a.txt", uploadFailure(problem("payload_too_large")))).toContain(
      "limits.upload_mb",
    );
  });
});

describe("the sentence for a command that failed", () => {
  test("says what to do", () => {
    expect(errorSentence(problem("unauthorized"))).toBe(
      "The key is not valid: make a new one, or see `batuta doctor`.",
    );
    expect(errorSentence(new ConnectionError("There is no answer from http://x."))).toBe(
      "There is no answer from http://x. Check that the server runs, or see `batuta doctor`.",
    );
  });

  test("carries the fields of a refusal and the request of a fault", () => {
    expect(errorSentence(problem("validation_error", [{ path: "name", message: "is too long" }]))).toBe(
      "No. name: is too long",
    );
    expect(errorSentence(problem("internal"))).toBe("No. Request r1.");
  });
});

function problem(code: ErrorCode, errors?: { path: string; message: string }[]): ProblemError {
  const base = {
    type: `about:blank/${code}`,
    title: code,
    status: 400,
    detail: "No.",
    code,
    instance: "/",
    request_id: "r1",
  };
  return new ProblemError({ ...base, ...(errors && { errors }) }, null);
}
