import type { JsonRecord } from "../json.ts";
import type { ProblemKind } from "./format.ts";

interface Entry {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly param?: string;
}

const bad = "invalid_request_error";

const entries: Readonly<Record<ProblemKind, Entry>> = {
  invalid_request: {
    status: 400,
    message: "Invalid value.",
    type: bad,
    code: "invalid_value",
    param: "messages",
  },
  context_length: {
    status: 400,
    message:
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
    type: bad,
    code: "context_length_exceeded",
    param: "messages",
  },
  content_filter: {
    status: 400,
    message: "Your request was rejected as a result of our safety system.",
    type: bad,
    code: "content_policy_violation",
  },
  auth: { status: 401, message: "Incorrect API key provided: sk-***.", type: bad, code: "invalid_api_key" },
  billing: { status: 402, message: "Insufficient Balance", type: "unknown_error", code: bad },
  permission: {
    status: 403,
    message: "Country, region, or territory not supported",
    type: "request_forbidden",
    code: "unsupported_country_region_territory",
  },
  not_found: { status: 404, message: "The model does not exist.", type: bad, code: "model_not_found" },
  rate_limit: {
    status: 429,
    message: "Rate limit reached on tokens per min (TPM): Limit 100000, Used 96749, Requested 19126.",
    type: "tokens",
    code: "rate_limit_exceeded",
  },
  quota: {
    status: 429,
    message: "You exceeded your current quota, please check your plan and billing details.",
    type: "insufficient_quota",
    code: "insufficient_quota",
  },
  server_error: {
    status: 500,
    message: "The server had an error while processing your request. Sorry about that!",
    type: "server_error",
    code: null,
  },
  overloaded: {
    status: 503,
    message: "The engine is currently overloaded, please try again later",
    type: "server_error",
    code: null,
  },
};

/** What Azure's gateway answers in its own words; all else it passes on. */
const azureCodes: Partial<Record<ProblemKind, string>> = { auth: "401", rate_limit: "429" };

export function openaiErrors(
  maker: "openai" | "azure",
  kind: ProblemKind,
  status: number | null,
): { readonly status: number; readonly body: JsonRecord } {
  const { status: usual, message, type, code, param } = entries[kind];
  const sent = status ?? usual;
  const azureCode = azureCodes[kind];
  if (maker === "azure" && azureCode !== undefined) {
    return { status: sent, body: { error: { code: azureCode, message } } };
  }
  if (maker === "azure" && kind === "content_filter") {
    const filter = {
      hate: { filtered: false, severity: "safe" },
      jailbreak: { filtered: true, detected: true },
    };
    const innererror = { code: "ResponsibleAIPolicyViolation", content_filter_result: filter };
    const error = { message, type: null, param: "prompt", code: "content_filter", status: sent, innererror };
    return { status: sent, body: { error } };
  }
  return { status: sent, body: { error: { message, type, param: param ?? null, code } } };
}
