import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import { AppError } from "../errors.ts";
import { keepReply } from "./keepReply.ts";
import type { Exchange, KeptReply } from "./phoneSession.ts";

const exchange: Exchange = {
  workspaceId: "w",
  id: "e1",
  sessionId: "s",
  phone: "+1",
  message: "¿Y?",
  understood: { intent: "general", entities: {}, missing: [], confidence: 1 },
  createdAt: 0,
};
const reply: KeptReply = { text: "Sí.", type: "respuesta", turnId: null };
const busy = new AppError("database_unavailable", "busy", { retryable: true });

/** Answers the savings one after the other; then all of them go well. */
function house(outcomes: (() => Promise<void>)[], isThere = true) {
  const clock = createManualClock();
  const telemetry = createRecordedTelemetry();
  const closing = new AbortController();
  const saved: string[] = [];
  const unused = () => Promise.reject(new Error("not asked for here"));
  const phoneRecords = {
    find: unused,
    latest: unused,
    open: unused,
    take: unused,
    said: unused,
    list: unused,
    async complete({ id }: Pick<Exchange, "id">, { text }: KeptReply) {
      await outcomes.shift()?.();
      saved.push(`${id} ${text}`);
      return isThere;
    },
  };
  const deps = { clock, telemetry, closing: closing.signal, phoneRecords };
  return { clock, telemetry, closing, saved, keep: () => keepReply(deps, exchange, reply) };
}

async function later() {
  for (let n = 0; n < 30; n += 1) await Promise.resolve();
}

test("a reply is saved before it is given", async () => {
  const { keep, saved, telemetry } = house([]);
  await keep();
  expect(saved).toEqual(["e1 Sí."]);
  expect(telemetry.said).toEqual([]);
});

test("of an exchange that was erased meanwhile nothing more may be kept, and nothing is lost", async () => {
  const { keep, telemetry } = house([], false);
  expect(await keep()).toBe(false);
  expect(await house([]).keep()).toBe(true);
  expect(await house([() => Promise.reject(new Error("a bug"))]).keep()).toBe(true);
  await later();
  expect(telemetry.said).toEqual([]);
});

test("a reply that cannot be saved is given at once, and saving it is tried again", async () => {
  const { keep, saved, telemetry, clock } = house([() => Promise.reject(busy), () => Promise.reject(busy)]);
  await keep();
  expect(saved).toEqual([]);
  await later();
  clock.advance(500);
  await later();
  expect(saved).toEqual([]);
  clock.advance(2_000);
  await later();
  expect(saved).toEqual(["e1 Sí."]);
  expect(telemetry.said).toEqual(["warn exchange_unsaved", "warn exchange_unsaved"]);
});

test("a store that hangs is waited for two seconds", async () => {
  const hanging = Promise.withResolvers<void>();
  const { keep, saved, clock } = house([() => hanging.promise]);
  let isGiven = false;
  const kept = keep().then(() => (isGiven = true));
  await later();
  clock.advance(1_999);
  await later();
  expect(isGiven).toBe(false);
  clock.advance(1);
  await kept;
  expect(saved).toEqual([]);
  hanging.resolve();
  await later();
  expect(saved).toEqual(["e1 Sí."]);
});

test("what stays unsaved is told, after five tries, at a stop, and at once for a bug", async () => {
  const failing = (count: number, cause: Error) =>
    house(Array.from({ length: count }, () => () => Promise.reject(cause)));
  const lasting = failing(9, busy);
  await lasting.keep();
  for (const ms of [500, 2_000, 10_000, 30_000]) {
    await later();
    lasting.clock.advance(ms);
  }
  await later();
  expect(lasting.telemetry.said).toEqual([
    ...Array.from({ length: 5 }, () => "warn exchange_unsaved"),
    "error exchange_lost",
  ]);

  const stopped = failing(9, busy);
  await stopped.keep();
  await later();
  stopped.closing.abort();
  await later();
  expect(stopped.telemetry.said.at(-1)).toBe("error exchange_lost");

  const bug = failing(1, new Error("bug"));
  await bug.keep();
  await later();
  expect(bug.telemetry.said).toEqual(["warn exchange_unsaved", "error exchange_lost"]);
});
