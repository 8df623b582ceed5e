import type { Fault } from "../../../simulator/behaviour.ts";
import type { FailureClass } from "../../../src/core/answering/modelError.ts";
import type { Provider } from "./matrixHouse.ts";

/** What calling a faulty model comes to, told apart from how the core decides it. */
export type Fate =
  | {
      readonly kind: "answers";
      /** Its first content takes longer than anybody's patience. */
      readonly slow: boolean;
      /** It says what it used. */
      readonly tells: boolean;
    }
  | {
      readonly kind: "fails";
      readonly as: FailureClass;
      /** Calls that are made of it, retries included. */
      readonly tries: number;
      /** Words of the answer that came before. */
      readonly words: number;
      /** It takes a time limit to find out. */
      readonly slow: boolean;
      /** Tokens that it says it wrote; null when it says nothing of that. */
      readonly output: number | null;
    };

export interface Fates {
  /** Of a stream, with the fault ahead of the first content. */
  readonly ahead: Fate;
  /** Of a stream, with the fault behind the third word; null where the fault has no such place. */
  readonly within: Fate | null;
  /** Of an answer that comes whole. */
  readonly whole: Fate;
}

/** Words ahead of a fault within the stream. */
export const wordsWithin = 3;

const answers: Fate = { kind: "answers", slow: false, tells: true };
const slowly: Fate = { kind: "answers", slow: true, tells: true };

function fails(as: FailureClass, tries: number): Fate {
  return { kind: "fails", as, tries, words: 0, slow: false, output: null };
}
function once(as: FailureClass): Fate {
  return fails(as, 1);
}
/** It finishes in good order, and says what that cost. */
function emptyAnswer(output: number): Fate {
  return { kind: "fails", as: "empty", tries: 1, words: 0, slow: false, output };
}
function again(as: FailureClass): Fate {
  return fails(as, 3);
}
function silent(as: FailureClass): Fate {
  return { kind: "fails", as, tries: 1, words: 0, slow: true, output: null };
}
function broken(as: FailureClass): Extract<Fate, { kind: "fails" }> {
  return { kind: "fails", as, tries: 1, words: wordsWithin, slow: false, output: null };
}
function everywhere(fate: Fate): Fates {
  return { ahead: fate, within: null, whole: fate };
}

export const fatesByFault: Readonly<Record<Fault, Fates>> = {
  status: everywhere(again("server_error")),
  refuse: everywhere(again("network")),
  hang_headers: everywhere(silent("connect_timeout")),
  role_stall: everywhere(silent("first_token_timeout")),
  stall: {
    ahead: silent("first_token_timeout"),
    within: broken("idle_timeout"),
    whole: silent("first_token_timeout"),
  },
  cut: { ahead: again("network"), within: broken("truncated"), whole: again("network") },
  truncate: { ahead: once("truncated"), within: broken("truncated"), whole: once("malformed") },
  error_event: {
    ahead: again("server_error"),
    within: broken("server_error"),
    whole: again("server_error"),
  },
  html: everywhere(once("malformed")),
  json_error: everywhere(again("server_error")),
  empty: everywhere(emptyAnswer(0)),
  blank: everywhere(emptyAnswer(6)),
  malformed: { ahead: once("malformed"), within: broken("malformed"), whole: once("malformed") },
  garbage: { ahead: once("malformed"), within: broken("truncated"), whole: once("malformed") },
  slow_drip: everywhere(slowly),
  giant: { ahead: answers, within: answers, whole: answers },
  no_usage: everywhere({ ...answers, tells: false }),
  ping_forever: {
    ahead: silent("first_token_timeout"),
    within: broken("idle_timeout"),
    whole: silent("first_token_timeout"),
  },
  no_done: everywhere(answers),
  double_finish: everywhere(answers),
  huge_headers: everywhere(once("malformed")),
};

/** Error statuses in the vendor's words; the fault `status` above is a plain 500. */
export const fateByRefusal: Readonly<Record<string, Fate>> = {
  "status=503": again("overloaded"),
  "status=529": again("overloaded"),
  "status=429": again("rate_limited"),
  // A wait that does not fit the deadline is not begun.
  "status=429;retry_after=600": once("rate_limited"),
  "status=503;retry_after=date:600": once("overloaded"),
  "error=auth": once("auth"),
  "error=permission": once("auth"),
  "error=quota": once("quota"),
  "error=billing": once("quota"),
  "error=invalid_request": once("invalid_request"),
  "error=not_found": once("invalid_request"),
  "error=context_length": once("context_length"),
  "error=content_filter": once("content_filter"),
};

/** Where a vendor's own words, or its stream's own end, make something else of it; by the row's title. */
export const fatesByProvider: Readonly<Record<Provider, Readonly<Record<string, Fate>>>> = {
  "openai-compatible": {},
  anthropic: {
    // Only `message_stop` ends its stream; by then all words are there.
    "no_done ahead of a stream's first content": { ...broken("truncated"), words: 6 },
  },
  // A day's quota that is spent is a limit of rate in its words.
  google: {
    "error=quota instead of a stream": again("rate_limited"),
    "error=quota instead of a whole answer": again("rate_limited"),
  },
  cohere: {},
};
