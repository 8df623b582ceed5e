import { describe, expect, test } from "vitest";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import { refuse } from "../errors.ts";
import { createOnce, type IdempotencyRecords, type KeptRequest, type OnceWork } from "./idempotency.ts";

const request = { workspaceId: "w", actor: "ana", key: "k", digest: "d" };

/** Records that live as long as the test; another `createOnce` on them is the next process. */
function opening() {
  const rows = new Map<string, KeptRequest>();
  const idempotency: IdempotencyRecords = {
    async reserve({ key, digest }, ids) {
      const known = rows.get(key);
      const kept = known ?? { digest, ids, result: null };
      rows.set(key, kept);
      return { kept, isNew: !known };
    },
    async finish({ key, digest }, ids, result) {
      rows.set(key, { digest, ids, result });
    },
    async release({ key }) {
      rows.delete(key);
    },
    prune: async () => 0,
  };
  const ran: [readonly string[], boolean][] = [];
  let made = 0;
  const work = (changes: Partial<OnceWork<string>> = {}): OnceWork<string> => ({
    ids: () => [`id-${(made += 1)}`],
    async run(ids, again) {
      ran.push([ids, again]);
      return `made ${ids[0]}`;
    },
    remembered: (outcome) => outcome,
    repeat: async (_, remembered) => `again ${String(remembered)}`,
    ...changes,
  });
  const process = () => createOnce({ idempotency, telemetry: createRecordedTelemetry() });
  return { rows, idempotency, ran, work, process, once: process() };
}

describe("createOnce", () => {
  test("the second request gets what the first came to, and nothing is done again", async () => {
    const { once, work, ran } = opening();
    expect(await once(request, work())).toBe("made id-1");
    expect(await once(request, work())).toBe("again made id-1");
    expect(ran).toEqual([[["id-1"], false]]);
  });

  test("another request under the same key is refused, while the first runs and after it", async () => {
    const { once, work } = opening();
    const { promise: go, resolve } = Promise.withResolvers<string>();
    const first = once(request, work({ run: () => go }));
    const other = { ...request, digest: "other" };
    expect(await once(other, work())).toMatchObject({ refused: "conflict" });
    resolve("done");
    expect(await first).toBe("done");
    expect(await once(other, work())).toMatchObject({ refused: "conflict" });
  });

  test("a hundred at once do it once", async () => {
    const { once, work, ran } = opening();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => once(request, work())));
    expect(ran).toHaveLength(1);
    expect([outcomes.filter((each) => each === "made id-1"), outcomes.length]).toEqual([["made id-1"], 100]);
  });

  test("work that was refused or threw gives its key free, also for another request", async () => {
    const { once, work, rows } = opening();
    const refusal = refuse("payload_too_large", "too much");
    expect(await once(request, work({ run: async () => refusal }))).toBe(refusal);
    expect(rows.size).toBe(0);
    await expect(once(request, work({ run: () => Promise.reject(new Error("down")) }))).rejects.toThrow(
      "down",
    );
    expect(await once({ ...request, digest: "other" }, work())).toBe("made id-3");
  });

  test("who waited for work that failed does it", async () => {
    const { once, work } = opening();
    const { promise: go, reject } = Promise.withResolvers<string>();
    const first = once(request, work({ run: () => go }));
    const second = once(request, work());
    reject(new Error("down"));
    await expect(first).rejects.toThrow("down");
    expect(await second).toBe("made id-2");
  });

  test("what a dead process had begun is done again under its ids", async () => {
    const { once, process, work, ran } = opening();
    void once(request, work({ run: () => new Promise(() => undefined) }));
    expect(await process()(request, work())).toBe("made id-1");
    expect(ran).toEqual([[["id-1"], true]]);
  });

  test("an outcome that could not be remembered is still given, and looked for the next time", async () => {
    const { idempotency, work, ran } = opening();
    const telemetry = createRecordedTelemetry();
    const finish = () => Promise.reject(new Error("disk full"));
    const once = createOnce({ idempotency: { ...idempotency, finish }, telemetry });
    expect(await once(request, work())).toBe("made id-1");
    expect(await once(request, work())).toBe("made id-1");
    expect(ran.map(([, again]) => again)).toEqual([false, true]);
  });
});
