import { afterEach, describe, expect, test } from "vitest";
import { createChunkRecords } from "../../src/adapters/records/chunkRecords.ts";
import { rememberCensus } from "../../src/adapters/records/rememberedCensus.ts";
import type { Viewer } from "../../src/core/documents/documentAccess.ts";
import type { ChunkRef } from "../../src/core/retrieval/chunkIndex.ts";
import { content, firstId, openDocumentRecords } from "./openDocumentRecords.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const admin = { id: "root", role: "admin" } as const;
const member = { id: "bea", role: "member" } as const;
const uploader = { id: "ana", role: "member" } as const;
const service = { id: "bot", role: "service" } as const;

/** Who sees which documents, on any database. */
export function restrictedDocumentsSuite(name: string, open: OpenRecords): void {
  describe(`${name} with documents that not everybody may read`, () => {
    const houses: RecordsHouse[] = [];
    afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
    async function opening() {
      const house = await openDocumentRecords(open);
      houses.push(house);
      const everyone = await house.accept("w", { name: "open" });
      const services = await house.accept("w", { name: "services", allowedRoles: ["service", "service"] });
      const admins = await house.accept("w", { name: "admins", allowedRoles: ["admin"], uploadedBy: "root" });
      const nameById = new Map([everyone, services, admins].map((document) => [document.id, document.name]));
      const names = (ids: readonly (string | undefined)[]) =>
        ids.map((id) => nameById.get(id ?? "") ?? "").toSorted();
      return { ...house, everyone, services, admins, names };
    }

    test("a list holds what its viewer may read, nobody's what is open to all", async () => {
      const { documents, names } = await opening();
      const listed = async (viewer?: Viewer) =>
        names((await documents.list("w", { limit: 9, ...(viewer && { viewer }) })).map(({ id }) => id));
      expect(await listed(admin)).toEqual(["admins", "open", "services"]);
      expect(await listed(service)).toEqual(["open", "services"]);
      expect(await listed(uploader)).toEqual(["open", "services"]);
      expect(await listed(member)).toEqual(["open"]);
      expect(await listed()).toEqual(["open"]);
    });

    test("roles are kept once each, and the restricted are told whatever becomes of them", async () => {
      const { documents, services, admins } = await opening();
      expect(services.allowedRoles).toEqual(["service"]);
      await documents.archive("w", services.id);
      expect(await documents.restricted("w")).toEqual([
        { id: services.id, allowedRoles: ["service"], uploadedBy: "ana" },
        { id: admins.id, allowedRoles: ["admin"], uploadedBy: "root" },
      ]);
      expect(await documents.restricted("v")).toEqual([]);
    });

    test("restricting changes one live document of its workspace", async () => {
      const { documents, everyone, services } = await opening();
      expect((await documents.restrict("w", everyone.id, ["member"]))?.allowedRoles).toEqual(["member"]);
      expect((await documents.restrict("w", services.id, []))?.allowedRoles).toEqual([]);
      expect((await documents.restricted("w")).map(({ id }) => id)).not.toContain(services.id);
      expect(await documents.restrict("v", everyone.id, [])).toBeNull();
      await documents.archive("w", everyone.id);
      expect(await documents.restrict("w", everyone.id, [])).toBeNull();
    });

    test("events are those of documents that their reader may know of when they are read", async () => {
      const { documents, names, services } = await opening();
      const told = async (viewer?: Viewer) =>
        names((await documents.events("w", firstId, 100, viewer)).map(({ documentId }) => documentId));
      expect(await told(admin)).toEqual(["admins", "open", "services"]);
      expect([await told(member), await told()]).toEqual([["open"], ["open"]]);
      await documents.restrict("w", services.id, []);
      expect(await told(member)).toEqual(["open", "services"]);
    });

    test("the census of a viewer counts what they may read; that of nobody counts all", async () => {
      const { documents, claimed } = await opening();
      for (let n = 0; n < 2; n += 1) {
        const claim = await claimed();
        await documents.publish(claim, {
          ...content("x"),
          language: claim.document.name === "open" ? "es" : "en",
        });
      }
      expect(await documents.census("w", member)).toEqual({
        searchable: 1,
        processing: 0,
        languages: ["es"],
      });
      expect(await documents.census("w", service)).toEqual({
        searchable: 2,
        processing: 0,
        languages: ["en", "es"],
      });
      const all = { searchable: 2, processing: 1, languages: ["en", "es"] };
      expect([await documents.census("w", admin), await documents.census("w")]).toEqual([all, all]);
    });

    test("what is remembered of restrictions is forgotten with each change of them", async () => {
      const { documents, everyone, clock } = await opening();
      const remembered = rememberCensus({ clock }, documents);
      expect(await remembered.restricted("w")).toHaveLength(2);
      await remembered.restrict("w", everyone.id, ["admin"]);
      expect(await remembered.restricted("w")).toHaveLength(3);
      expect(await remembered.census("w", member)).toMatchObject({ processing: 0 });
      expect(await remembered.census("w", { role: "member", id: "a b" })).toMatchObject({ processing: 0 });
      expect(await remembered.census("w", admin)).toMatchObject({ processing: 3 });
      expect(await remembered.census("w")).toMatchObject({ processing: 3 });
    });

    test("failed documents are queued again by those who may read them", async () => {
      const { documents, claimed, names } = await opening();
      for (let n = 0; n < 3; n += 1)
        await documents.fail(await claimed(), { code: "no_text", reason: "" }, null);
      expect(names((await documents.requeueFailed("w", member)).map(({ id }) => id))).toEqual(["open"]);
      expect(names((await documents.requeueFailed("w", admin)).map(({ id }) => id))).toEqual([
        "admins",
        "services",
      ]);
    });

    test("chunks are loaded for those who may read their document", async () => {
      const { documents, database, claimed, names } = await opening();
      const refs: ChunkRef[] = [];
      for (let n = 0; n < 3; n += 1) {
        const claim = await claimed();
        await documents.publish(claim, content("x"));
        refs.push({ documentId: claim.document.id, version: 1, position: 0 });
      }
      const chunks = createChunkRecords({ database });
      const loaded = async (viewer?: Viewer) =>
        names((await chunks.load("w", refs, viewer)).map(({ documentId }) => documentId));
      expect(await loaded(admin)).toEqual(["admins", "open", "services"]);
      expect([await loaded(service), await loaded(uploader)]).toEqual([
        ["open", "services"],
        ["open", "services"],
      ]);
      expect([await loaded(member), await loaded()]).toEqual([["open"], ["open"]]);
    });

    test("a workspace is occupied by its live documents, and holds the bytes of those", async () => {
      const { documents, services, everyone } = await opening();
      expect(await documents.occupied("w")).toEqual({ documents: 3, bytes: 15 });
      await documents.archive("w", services.id);
      expect(await documents.occupied("w")).toEqual({ documents: 2, bytes: 10 });
      expect(await documents.occupied("v")).toEqual({ documents: 0, bytes: 0 });
      const held = await documents.holding("w", [everyone.hash, services.hash, "unknown"]);
      expect(held.map(({ id }) => id)).toEqual([everyone.id]);
      expect(await documents.holding("w", [])).toEqual([]);
    });
  });
}
