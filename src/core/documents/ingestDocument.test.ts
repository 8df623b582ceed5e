import { afterEach, expect, test } from "vitest";
import { openDocumentHouse, scriptedReader } from "../../../test/ports/documentHouse.ts";
import type { DocumentHouse } from "../../../test/ports/documentHouse.ts";
import type { DocumentFailure } from "../../contract/documents.ts";
import { ingestDocument } from "./ingestDocument.ts";
import type { IngestDeps } from "./ingestDocument.ts";

const settings = { leaseMs: 60_000, attempts: 3, backoffMs: [1e8] };
const open = new AbortController().signal;

const houses: DocumentHouse[] = [];
afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));

/** One uploaded document, not yet claimed. */
async function opening() {
  const house = await openDocumentHouse();
  houses.push(house);
  const { id } = await house.upload("x");
  const claimed = async () => {
    const claim = await house.documents.claim(settings.leaseMs);
    if (!claim) throw new Error("nothing is due");
    return claim;
  };
  const ingest = async (changes: Partial<IngestDeps> = {}) =>
    ingestDocument({ ...house.deps, ...changes }, settings, await claimed(), open);
  const versions = async () =>
    (await house.index.inventory("w")).map(({ version }) => version).toSorted((a, b) => a - b);
  const addRow = (version: number) =>
    house.index.add("w", [{ documentId: id, version, position: 0, terms: ["x"] }]);
  return { ...house, id, claimed, ingest, versions, addRow };
}

function failingWith(failure: DocumentFailure, trace?: string) {
  return scriptedReader(async () => ({ kind: "failed", failure, ...(trace && { trace }) }));
}

test("whoever lost a document removes its own rows and none of those made since", async () => {
  const { id, ingest, versions, addRow, claimed, documents, index } = await opening();
  const slow: typeof index = {
    ...index,
    async add(workspaceId, rows) {
      await index.add(workspaceId, rows);
      await documents.releaseLeases();
      await ingest();
      await addRow(1);
    },
  };
  // The loser looks the document up while the second version serves, and goes on when the third has its rows.
  const get: typeof documents.get = async (workspaceId, wanted) => {
    const document = await documents.get(workspaceId, wanted);
    await documents.requeue("w", id);
    await addRow((await claimed()).version);
    return document;
  };
  await ingest({ index: slow, documents: { ...documents, get } });
  expect(await versions()).toEqual([2, 3]);
});

test("what was published last removes no rows of the version that is made next", async () => {
  const { id, ingest, versions, addRow, claimed, documents } = await opening();
  await ingest();
  await documents.requeue("w", id);
  const publish: typeof documents.publish = async (claim, content) => {
    const published = await documents.publish(claim, content);
    await documents.requeue("w", id);
    await addRow((await claimed()).version);
    return published;
  };
  await ingest({ documents: { ...documents, publish } });
  expect(await versions()).toEqual([2, 3]);
});

test.each([
  ["timeout", [1]],
  ["malformed", []],
] as const)("reading again that ends in %s leaves the rows of versions %j", async (code, left) => {
  const { id, ingest, versions, documents } = await opening();
  await ingest();
  await documents.requeue("w", id);
  await ingest({ reader: failingWith({ code, reason: "broken" }) });
  expect(await versions()).toEqual(left);
});

test("what may be a bug in a parser is logged, and the failure stays the file's", async () => {
  const { id, ingest, documents, telemetry } = await opening();
  const failure = { code: "malformed", reason: "The file is damaged" } as const;
  await ingest({ reader: failingWith(failure, "TypeError") });
  expect(await documents.get("w", id)).toMatchObject({ status: "failed", error: failure });
  expect(telemetry.said).toContain("warn document_not_parsed");
});
