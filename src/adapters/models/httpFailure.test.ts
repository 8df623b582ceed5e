import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ModelError } from "../../core/answering/modelError.ts";
import { bodyError, httpFailure } from "./httpFailure.ts";
import { recordOf, textOf } from "./json.ts";

const wireFolder = join(import.meta.dirname, "../../../../shared/data/wire");
const absent = !existsSync(wireFolder);
const now = Date.parse("2025-06-02T15:14:40Z");

const told = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { class: failure, code, retryAfterMs } = httpFailure({ status, headers, body: text }, now);
  return [failure, code, retryAfterMs];
};

/** Real answers, by folder and name: what they mean. */
const recorded: Readonly<Record<string, readonly [string, string]>> = {
  "anthropic/messages-error-400-context-length-01": ["context_length", "HTTP 400"],
  "anthropic/messages-error-404-01": ["invalid_request", "not_found_error"],
  "azure/chat-error-401-01": ["auth", "HTTP 401"],
  "azure/chat-error-429-01": ["rate_limited", "RateLimitReached"],
  "cohere/chat-error-400-context-length-01": ["context_length", "TOO_MANY_TOKENS"],
  "cohere/chat-error-404-01": ["invalid_request", "HTTP 404"],
  "deepseek/chat-error-401-auth-01": ["auth", "authentication_error"],
  "deepseek/responses-error-400-01": ["invalid_request", "HTTP 400"],
  "gemini/count-tokens-error-404-01": ["invalid_request", "NOT_FOUND"],
  "groq/chat-error-400-01": ["invalid_request", "tool_use_failed"],
  "groq/chat-error-404-02": ["invalid_request", "model_not_found"],
  "mistral/chat-error-401-auth-01": ["auth", "HTTP 401"],
  "ollama/chat-error-400-context-length-01": ["context_length", "HTTP 400"],
  "ollama/chat-error-401-auth-01": ["auth", "HTTP 401"],
  "openai/chat-error-400-02": ["invalid_request", "invalid_image_url"],
  "openai/chat-error-401-auth-01": ["auth", "invalid_api_key"],
  "openai/chat-error-404-01": ["invalid_request", "model_not_found"],
  "openai/responses-error-400-02": ["invalid_request", "model_not_found"],
  "openai/responses-error-400-03": ["invalid_request", "decimal_below_min_value"],
  "openai/responses-error-400-context-length-01": ["context_length", "context_length_exceeded"],
  "openrouter/chat-error-400-context-length-01": ["context_length", "HTTP 400"],
  "openrouter/chat-error-401-auth-01": ["auth", "HTTP 401"],
  "openrouter/chat-error-429-01": ["rate_limited", "HTTP 429"],
  "perplexity/chat-error-400-context-length-01": ["context_length", "too_many_prompt_tokens"],
  "perplexity/chat-error-401-auth-01": ["auth", "invalid_api_key"],
  "vertex/generate-error-400-01": ["invalid_request", "INVALID_ARGUMENT"],
  "vertex/generate-error-400-03": ["invalid_request", "INVALID_ARGUMENT"],
  "voyage/embeddings-error-400-01": ["invalid_request", "HTTP 400"],
};

for (const [name, expected] of Object.entries(recorded)) {
  // The recordings lie beside the repository and are not part of it.
  test.skipIf(absent)(`${name} is ${expected[0]}`, () => {
    const meta = recordOf(JSON.parse(readFileSync(join(wireFolder, `${name}.meta.json`), "utf8")));
    const status = Number(recordOf(meta["response"])["status"]);
    const body = readFileSync(join(wireFolder, `${name}.body.json`), "utf8");
    expect(told(status, body).slice(0, 2)).toEqual(expected);
  });
}

// The recordings lie beside the repository and are not part of it.
test.skipIf(absent)("every recorded error has a class that its status allows", () => {
  const files = readdirSync(wireFolder, { recursive: true, encoding: "utf8" });
  const errors = files.filter((file) => /-error-\d{3}.*\.body\.json$/u.test(file));
  const allowed: Readonly<Record<string, readonly string[]>> = {
    "400": ["invalid_request", "context_length", "auth", "content_filter", "quota"],
    "401": ["auth"],
    "404": ["invalid_request"],
    "429": ["rate_limited", "quota"],
    "503": ["overloaded"],
  };
  const wrong = errors.filter((file) => {
    const status = /-error-(\d{3})/u.exec(file)?.[1] ?? "";
    const body = readFileSync(join(wireFolder, file), "utf8");
    const [failure] = told(Number(status), body);
    return !allowed[status]?.includes(String(failure));
  });
  expect({ wrong, some: errors.length > 20 }).toEqual({ wrong: [], some: true });
});

/** By the `kind` of the reported errors; null is one inside a success. */
const reported: Readonly<Record<string, readonly unknown[]>> = {
  "529 overloaded (HTTP)": ["overloaded", "overloaded_error", null],
  "429 rate_limit_error with headers": ["rate_limited", "rate_limit_error", 16_000],
  "429 rate_limit_exceeded body": ["rate_limited", "rate_limit_exceeded", null],
  "429 headers WITHOUT any x-ratelimit/retry-after": ["rate_limited", "HTTP 429", null],
  "500 server_error": ["server_error", "server_error", null],
  "400 content_filter prompt (jailbreak detected)": ["content_filter", "content_filter", null],
  "odd rate-limit header values": ["rate_limited", "HTTP 429", null],
  "429 message": ["rate_limited", "HTTP 429", 33_000],
  "503 UNAVAILABLE overloaded": ["overloaded", "UNAVAILABLE", null],
  "503 high demand (newer wording, error nested as string by OpenAI-compat layer)": [
    "overloaded",
    "UNAVAILABLE",
    null,
  ],
};

// The reports lie beside the repository and are not part of it.
test.skipIf(absent)("every reported error is what people found it to be", () => {
  const lines = readFileSync(join(wireFolder, "reported-errors.jsonl"), "utf8").trim().split("\n");
  const failures: Record<string, unknown> = {};
  for (const report of lines.map((line) => recordOf(JSON.parse(line)))) {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(recordOf(report["headers"]))) headers[name] = textOf(value);
    const status = Number(report["status"]);
    if (status !== 200) failures[textOf(report["kind"])] = told(status, textOf(report["body"]), headers);
  }
  expect(failures).toEqual(reported);
});

const known: readonly (readonly [string, number, unknown, readonly [string, string]])[] = [
  [
    "an unpaid bill told as a rate limit",
    429,
    { error: { code: "insufficient_quota", type: "insufficient_quota" } },
    ["quota", "insufficient_quota"],
  ],
  [
    "an unpaid bill told as a bad request",
    400,
    {
      type: "error",
      error: {
        type: "invalid_request_error",
        message: "Your credit balance is too low to access the Anthropic API.",
      },
    },
    ["quota", "HTTP 400"],
  ],
  [
    "an unpaid bill by its status",
    402,
    { error: { message: "Insufficient Balance", code: "invalid_request_error" } },
    ["quota", "HTTP 402"],
  ],
  [
    "Google's quota for those who are too fast",
    429,
    {
      error: {
        code: 429,
        status: "RESOURCE_EXHAUSTED",
        message: "You exceeded your current quota, please check your plan and billing details.",
      },
    },
    ["rate_limited", "RESOURCE_EXHAUSTED"],
  ],
  [
    "Google's bad key",
    400,
    [
      {
        error: {
          code: 400,
          message: "API key not valid. Please pass a valid API key.",
          status: "INVALID_ARGUMENT",
          details: [{ reason: "API_KEY_INVALID" }],
        },
      },
    ],
    ["auth", "INVALID_ARGUMENT"],
  ],
  [
    "xAI's bad key",
    400,
    { code: "Client specified an invalid argument", error: "Incorrect API key provided: xa***ey." },
    ["auth", "HTTP 400"],
  ],
  [
    "a key without the right",
    403,
    { type: "error", error: { type: "permission_error", message: "no" } },
    ["auth", "permission_error"],
  ],
  [
    "a request that was moderated away",
    403,
    { error: { code: 403, message: "Input was flagged", metadata: { reasons: ["x"], flagged_input: "y" } } },
    ["content_filter", "HTTP 403"],
  ],
  ["a request of too many bytes", 413, "<html>", ["context_length", "HTTP 413"]],
  [
    "Groq's request beyond its minute",
    413,
    { error: { code: "rate_limit_exceeded", type: "tokens" } },
    ["context_length", "rate_limit_exceeded"],
  ],
  [
    "vLLM's long prompt",
    400,
    {
      object: "error",
      message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
      type: "BadRequestError",
      code: 400,
    },
    ["context_length", "BadRequestError"],
  ],
  [
    "Google's long prompt",
    400,
    {
      error: {
        code: 400,
        status: "INVALID_ARGUMENT",
        message: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      },
    },
    ["context_length", "INVALID_ARGUMENT"],
  ],
  ["a long wait that was cut", 504, "", ["server_error", "HTTP 504"]],
  ["a slow request", 408, "", ["server_error", "HTTP 408"]],
  ["a proxy's HTML", 502, "<html><title>502 Bad Gateway</title></html>", ["server_error", "HTTP 502"]],
  ["a redirect", 307, "", ["invalid_request", "HTTP 307"]],
];

for (const [name, status, body, expected] of known) {
  test(`${name} is ${expected[0]}`, () => {
    expect(told(status, body).slice(0, 2)).toEqual(expected);
  });
}

test("an error inside a success is as bad as it says", () => {
  const failures = [
    { error: { type: "overloaded_error", message: "Overloaded" } },
    { error: { type: "server_error", message: "The server had an error", code: null } },
    { error: { code: "tool_use_failed", type: "invalid_request_error", status_code: 400 } },
    { error: { code: 429, message: "Provider returned error" } },
    { error: "out of memory" },
  ].map((body) => bodyError(body).failure.class);
  expect(failures).toEqual(["overloaded", "server_error", "invalid_request", "rate_limited", "server_error"]);
});

test("neither prose nor a key of the vendor's answer reaches the failure", () => {
  const body = {
    error: { code: "sk-proj-Abc123 is wrong", type: "no such key: gsk_SECRET", message: "sk-SECRET" },
  };
  const error = new ModelError(httpFailure({ status: 401, headers: {}, body: JSON.stringify(body) }, now));
  expect(error.message).toBe("auth (HTTP 401)");
  expect(JSON.stringify(error)).not.toMatch(/sk|secret/iu);
});
