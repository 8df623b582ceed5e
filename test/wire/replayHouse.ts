import { afterAll, beforeAll } from "vitest";
import { createHttpModel } from "../../src/adapters/models/httpModel.ts";
import { createHttpPool } from "../../src/adapters/models/httpPool.ts";
import { parseJson } from "../../src/adapters/models/json.ts";
import type { WireFormat } from "../../src/adapters/models/wireFormat.ts";
import type { Model } from "../../src/core/answering/model.ts";
import { exchange, profile } from "./exchange.ts";
import { startReplayServer, type Delivery, type Reply, type ReplayServer } from "./replayServer.ts";

/** What replays recordings to one file of tests, and a model of `format` that reads them; open while the file runs. */
export function replayHouse(format: WireFormat) {
  const pool = createHttpPool();
  let opened: ReplayServer | null = null;
  beforeAll(async () => {
    opened = await startReplayServer();
  });
  afterAll(async () => {
    await pool.close();
    await opened?.[Symbol.asyncDispose]();
  });

  const modelAt = (baseUrl: string, stream = true): Model => {
    const endpoint = { model: profile.name, baseUrl, apiKey: "none", quirks: {} };
    return createHttpModel(profile, endpoint, format, { stream }, pool);
  };
  const house = {
    get server(): ReplayServer {
      if (!opened) throw new Error("recordings are replayed while tests run");
      return opened;
    },
    modelAt,
    /** What our model makes of it. */
    exchange: (reply: Reply & { readonly streamed: boolean }, delivery?: Delivery) =>
      exchange(modelAt(house.server.serve(reply, delivery), reply.streamed)),
  };
  return house;
}

/** An exchange as it compares with a vendor's: arguments of calls as values, and only when the answer is whole. */
export function comparable({ events: _, failure, toolCalls, ...said }: Awaited<ReturnType<typeof exchange>>) {
  const calls = said.finish === null ? [] : toolCalls;
  return {
    ...said,
    failed: failure?.class ?? null,
    toolCalls: calls.map((call) => ({ ...call, arguments: parseJson(call.arguments) })),
  };
}
