import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../e2e/testServer.ts";
import { oddRequests } from "./oddRequests.ts";

let house: TestServer;
beforeAll(async () => void (house = await startTestServer()));
afterAll(() => house.stop());

test("whatever is asked, in whatever way, the answer is no 5xx and every error a problem", async () => {
  const { faults, sent, taken } = await oddRequests({
    url: house.url,
    adminKey: house.key,
    seed: 7,
    goesOn: (count) => count < 1_200,
  });
  expect(sent).toBeGreaterThanOrEqual(1_200);
  expect(faults).toEqual([]);
  // Requests that are all refused at the door would show nothing.
  expect(taken).toBeGreaterThan(sent / 10);
});
