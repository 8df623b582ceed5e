import { type FailureClass, ModelError } from "../../core/answering/modelError.ts";
import { bodyError } from "./httpFailure.ts";
import { recordOf, textOf, type JsonRecord } from "./json.ts";

/** Codes that only this format has. All others that name a picture are the request's fault. */
const classByCode: Readonly<Record<string, FailureClass>> = {
  bio_policy: "content_filter",
  misalignment_policy_violation: "content_filter",
  image_content_policy_violation: "content_filter",
  // Said of prompts that are against the usage policy.
  invalid_prompt: "content_filter",
  data_residency_mismatch: "invalid_request",
  vector_store_timeout: "server_error",
};

const pictureCode = /(?:^|_)image(?:_|$)/u;

/** The failure in an `error` event, which may hold it itself or under `error`, or in a failed response. */
export function responsesError(holder: JsonRecord): ModelError {
  const { code, message, type } = recordOf(holder["error"] ?? holder);
  const known = classByCode[textOf(code)] ?? (pictureCode.test(textOf(code)) ? "invalid_request" : undefined);
  if (known !== undefined) return new ModelError({ class: known, code: textOf(code), retryAfterMs: null });
  // The type of the event itself tells nothing.
  return bodyError({ error: { code, message, ...(type !== "error" && { type }) } });
}
