import * as z from "zod";

/** What every error code means to a client: HTTP status, whether the same request may succeed later, public title. */
export const errorTable = {
  validation_error: { status: 422, retryable: false, title: "The request has invalid fields" },
  bad_request: { status: 400, retryable: false, title: "The request cannot be read" },
  unauthorized: { status: 401, retryable: false, title: "Credentials are missing or wrong" },
  forbidden: { status: 403, retryable: false, title: "The credentials do not allow this" },
  not_found: { status: 404, retryable: false, title: "There is no such resource" },
  conflict: { status: 409, retryable: false, title: "The request conflicts with the current state" },
  payload_too_large: { status: 413, retryable: false, title: "The content is too large" },
  unsupported_media: { status: 415, retryable: false, title: "The file type is not supported" },
  rate_limited: { status: 429, retryable: true, title: "Too many requests" },
  model_unavailable: { status: 503, retryable: true, title: "No model could answer" },
  embedding_unavailable: { status: 503, retryable: true, title: "The embedding service is unavailable" },
  database_unavailable: { status: 503, retryable: true, title: "The store is unavailable" },
  interrupted: { status: 503, retryable: true, title: "The answer was interrupted" },
  timeout: { status: 504, retryable: true, title: "It took too long" },
  internal: { status: 500, retryable: false, title: "Something failed on our side" },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export const errorCodes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);

export const errorCodeSchema = z.enum(errorCodes);

/** RFC 9457 problem details with Batuta's members. */
export const problemSchema = z
  .object({
    type: z.string().describe("`about:blank/<code>`"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: errorCodeSchema,
    instance: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;
