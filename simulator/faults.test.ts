import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, type Fault } from "./behaviour.ts";
import { dialects, type Dialect } from "./dialects.ts";
import { rawCall, until, type RawCall } from "./rawCall.ts";
import { createSimulator, type Simulator } from "./simulator.ts";
import { wordsOf } from "./words.ts";

/** What is seen on the wire, as far as it is the same in all formats. */
interface Seen {
  readonly ended: "open" | "clean" | "cut";
  /** Null when no HTTP answer came. */
  readonly status: number | null;
  /** Which of the answer's six words stand in readable events or in a readable body. */
  readonly words: readonly number[];
  readonly finishes: number;
  readonly done: boolean;
  readonly usage: boolean;
}

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(() => simulator.close());

const words = wordsOf(1, 0, 6);
const good: Seen = {
  ended: "clean",
  status: 200,
  words: [0, 1, 2, 3, 4, 5],
  finishes: 1,
  done: true,
  usage: true,
};
const nothing: Seen = { ended: "open", status: null, words: [], finishes: 0, done: false, usage: false };
const error: Seen = { ...nothing, ended: "clean", status: 200 };
/** A stream that breaks off behind the second word; whether its usage has been seen depends on the format. */
const begun = { status: 200, words: [0, 1], finishes: 0, done: false };

const streamed: Readonly<Record<Fault, Partial<Seen>>> = {
  status: { ...error, status: 500 },
  refuse: { ...nothing, ended: "cut" },
  hang_headers: nothing,
  role_stall: { ...begun, ended: "open", words: [] },
  stall: { ...begun, ended: "open" },
  cut: { ...begun, ended: "cut" },
  truncate: { ...begun, ended: "clean" },
  error_event: { ...begun, ended: "clean" },
  html: error,
  json_error: error,
  empty: { ...good, words: [] },
  blank: { ...good, words: [] },
  malformed: { ...good, words: [0, 1, 3, 4, 5] },
  garbage: { ...begun, ended: "cut" },
  slow_drip: good,
  giant: good,
  no_usage: { ...good, usage: false },
  ping_forever: { ...begun, ended: "open" },
  no_done: { ...good, done: false },
  double_finish: { ...good, finishes: 2 },
  huge_headers: good,
};

const unreadable = { ...nothing, status: 200 };
const entire: Readonly<Record<Fault, Partial<Seen>>> = {
  ...streamed,
  garbage: { ...nothing, ended: "cut" },
  role_stall: unreadable,
  stall: unreadable,
  ping_forever: unreadable,
  cut: { ...unreadable, ended: "cut" },
  truncate: { ...unreadable, ended: "clean" },
  malformed: { ...unreadable, ended: "clean" },
  error_event: error,
  no_done: good,
  double_finish: good,
};

for (const dialect of dialects) {
  for (const fault of faults) {
    test(`${fault} in a ${dialect.name} stream looks on the wire as it says`, async () => {
      const call = await settled(dialect, `sim;tokens=6;after=2;fault=${fault}`, true);
      const expected = streamed[fault];
      const noDone = dialect.doneMark === null ? { done: false } : {};
      expect(seen(call, dialect, true)).toMatchObject({ ...expected, ...noDone });
      call.hangUp();
    });

    test(`${fault} in a whole ${dialect.name} answer looks on the wire as it says`, async () => {
      const call = await settled(dialect, `sim;tokens=6;after=2;fault=${fault}`, false);
      expect(seen(call, dialect, false)).toMatchObject({ ...entire[fault], done: false });
      call.hangUp();
    });
  }

  test(`a ${dialect.name} stream that stalls at its role has opened and no more`, async () => {
    const call = await settled(dialect, "sim;think=2;fault=role_stall", true);
    expect(call.body()).toContain(dialect.openingMark);
    expect(call.body()).not.toContain(wordsOf(1, 200_000, 1)[0]);
    call.hangUp();
  });

  test(`half of the body is sent when a whole ${dialect.name} answer is cut, stalled or truncated`, async () => {
    const complete = (await settled(dialect, "sim", false)).body();
    for (const fault of ["cut", "stall", "truncate"]) {
      const call = await settled(dialect, "sim", false, [`x-simulate: fault=${fault}`]);
      expect(call.body()).toBe(
        Buffer.from(complete)
          .subarray(0, Buffer.byteLength(complete) / 2)
          .toString(),
      );
      call.hangUp();
    }
  });
}

test("the page is HTML and the error in a success is JSON, also where a stream was asked for", async () => {
  for (const dialect of dialects) {
    expect((await settled(dialect, "sim;fault=html", true)).head()).toContain("content-type: text/html");
    const call = await settled(dialect, "sim;fault=json_error", true);
    expect(call.head()).toContain("content-type: application/json");
    expect(call.body()).toMatch(/"(?:error|message)":/u);
  }
});

test("a slow drip writes one byte at a time", async () => {
  const call = await settled(openai(), "sim;tokens=1;fault=slow_drip", true);
  expect(call.raw().match(/\r\n1\r\n/gu)).toHaveLength(Buffer.byteLength(call.body()));
});

test("the giant token is as long as asked", async () => {
  const call = await settled(openai(), "sim;fault=giant;giant=300;after=2", true);
  expect(/x{5,}/u.exec(call.body())?.[0]).toHaveLength(300 * 1_024 - 1);
});

test("the huge headers are beyond what clients take", async () => {
  const call = await settled(openai(), "sim;fault=huge_headers", true);
  expect(call.head().length).toBeGreaterThan(65_536);
});

test("garbage ahead of everything is no HTTP answer", async () => {
  const call = await settled(openai(), "sim;fault=garbage", true);
  expect(call.head()).toBe("");
  expect(call.raw()).toContain("this is no HTTP at all");
});

test("blank answers hold white space only", async () => {
  const call = await settled(openai(), "sim;tokens=3;fault=blank", true);
  const pieces = [...call.body().matchAll(/"delta":\{"content":"(.*?)"\}/gu)].map(([, piece]) => piece);
  expect(pieces).toEqual([" ", String.raw`\n`, " "]);
});

test("a keep-alive without end goes on pinging", async () => {
  const call = rawCall(simulator.url, "/v1/messages", {
    model: "sim;fault=ping_forever;after=1;gap=5",
    stream: true,
  });
  await until(() => call.body().split("event: ping").length > 5);
  expect(call.ended()).toBe("open");
  call.hangUp();
});

function openai(): Dialect {
  const [first] = dialects;
  if (!first) throw new Error("there is no dialect");
  return first;
}

/** Makes a call and waits until the simulator has closed it or has nothing more to say. */
async function settled(
  dialect: Dialect,
  model: string,
  stream: boolean,
  headers: readonly string[] = [],
): Promise<RawCall> {
  const before = simulator.calls().length;
  const messages = [{ role: "user", content: "one two three" }] as const;
  const call = rawCall(
    simulator.url,
    dialect.path(model, stream),
    dialect.body(model, stream, messages),
    headers,
  );
  await until(() => simulator.calls().length > before || call.ended() !== "open");
  const fault = /fault=(\w+)/u.exec(`${model} ${headers.join(" ")}`)?.[1] ?? "";
  if (!["hang_headers", "role_stall", "stall", "ping_forever"].includes(fault)) await call.closed;
  else if (fault !== "hang_headers") {
    await until(() => call.head() !== "");
    const sent = stream && fault !== "role_stall" ? 2 : 0;
    await until(() => (simulator.calls()[before]?.sentTokens ?? 0) >= sent);
    await pause(20);
  } else await pause(20);
  return call;
}

function seen(call: RawCall, dialect: Dialect, stream: boolean): Seen {
  const status = /^HTTP\/1\.1 (\d+)/u.exec(call.head())?.[1];
  const readable =
    stream && call.head().includes("text/event-stream") ? events(call.body()) : whole(call.body());
  return {
    ended: call.ended(),
    status: status === undefined ? null : Number(status),
    words: words.flatMap((word, at) => (readable.includes(word) ? [at] : [])),
    finishes: readable.split(dialect.finishMark).length - 1,
    done: dialect.doneMark !== null && readable.includes(dialect.doneMark),
    usage: readable.includes(dialect.usageMark),
  };
}

/** The lines of a stream, without those whose data are no JSON. */
function events(body: string): string {
  return body.split("\n").filter(isReadable).join("\n");
}

function isReadable(line: string): boolean {
  return !line.startsWith("data: ") || line === "data: [DONE]" || whole(line.slice(6)) !== "";
}

function whole(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return "";
  }
}
