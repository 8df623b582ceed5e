import { expect, test } from "vitest";
import { createLocalDocumentEvents } from "../../adapters/bus/localDocumentEvents.ts";
import type { DocumentStatus } from "../../contract/documents.ts";
import { awaitDocuments } from "./awaitDocuments.ts";
import { liveDocumentEvent } from "./documentEvents.ts";

function opening(...awaited: string[]) {
  const documentEvents = createLocalDocumentEvents();
  const tell = (id: string, status: DocumentStatus, workspaceId = "w") =>
    documentEvents.publish(
      workspaceId,
      liveDocumentEvent(null, { id, name: `${id}.txt`, status, progress: 1 }),
    );
  return { tell, arrivals: awaitDocuments({ documentEvents }, "w", awaited) };
}

test("only awaited documents of the workspace arrive, when ready, each once", () => {
  const { tell, arrivals } = opening("a", "b", "c");
  tell("a", "processing");
  tell("b", "failed");
  tell("c", "ready", "other");
  tell("d", "ready");
  expect(arrivals.take()).toEqual([]);
  tell("a", "ready");
  tell("a", "ready");
  expect(arrivals.take()).toEqual([{ id: "a", name: "a.txt" }]);
  expect(arrivals.take()).toEqual([]);
});

test("nothing arrives once disposed", () => {
  const { tell, arrivals } = opening("a");
  arrivals[Symbol.dispose]();
  tell("a", "ready");
  expect(arrivals.take()).toEqual([]);
});
