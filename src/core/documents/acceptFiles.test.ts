import { admitted } from "../../../test/ports/admitted.ts";
import { filesOf, openDocumentHouse, type DocumentHouse } from "../../../test/ports/documentHouse.ts";
import { afterEach, describe, expect, test } from "vitest";
import { isRefusal } from "../errors.ts";
import type { Acceptance } from "./acceptFiles.ts";
import { keepSynthesis } from "./keepSynthesis.ts";
import { acceptUpload } from "./upload.ts";
import type { WorkspaceQuota } from "./workspaceQuota.ts";

const ana = await admitted("w", "documents:create");
const limits = { fileBytes: 5000, files: 9 };
const firstIds = ["01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"];

describe("acceptFiles", () => {
  const houses: DocumentHouse[] = [];
  afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
  async function opening(quota?: WorkspaceQuota) {
    const house = await openDocumentHouse();
    houses.push(house);
    const deps = { ...house.deps, ...(quota && { quota }) };
    const send = (files: readonly (readonly [string, string])[], acceptance: Acceptance = {}) =>
      acceptUpload(deps, ana, filesOf(...files), limits, acceptance);
    const taken = async (...given: Parameters<typeof send>) => {
      const accepted = await send(...given);
      if (isRefusal(accepted)) throw new Error(accepted.detail);
      return accepted.map(({ document, duplicate }) => [document.id, document.status, duplicate]);
    };
    return { ...house, deps, send, taken };
  }

  test("made again under its ids, an acceptance is the same one and queues nothing", async () => {
    const { taken, documents } = await opening();
    const files = [
      ["a.txt", "uno"],
      ["b.txt", "dos"],
    ] as const;
    const expected = firstIds.map((id) => [id, "processing", false]);
    expect(await taken(files, { ids: firstIds })).toEqual(expected);
    expect(await taken(files, { ids: firstIds, again: true })).toEqual(expected);
    expect(await documents.list("w", { limit: 9 })).toHaveLength(2);
  });

  test("made again after a document was deleted, it has another id", async () => {
    const { taken, documents } = await opening();
    await taken([["a.txt", "uno"]], { ids: firstIds });
    await documents.archive("w", firstIds[0] ?? "");
    const [again] = await taken([["a.txt", "uno"]], { ids: firstIds, again: true });
    expect(again).toEqual([expect.not.stringMatching(firstIds[0] ?? ""), "processing", false]);
  });

  test("a quota counts what is new, once, and refuses the whole request", async () => {
    const { send, taken, blobs } = await opening({ bytes: 10, documents: null });
    await taken([["a.txt", "123456"]]);
    expect(
      await send([
        ["b.txt", "1"],
        ["c.txt", "4567"],
      ]),
    ).toMatchObject({
      refused: "payload_too_large",
      errors: [
        {
          path: "files",
          message: "The workspace may hold 10 bytes: 6 bytes are used and this upload brings 5 bytes more.",
        },
      ],
    });
    expect(await blobs.list("w")).toHaveLength(1);
    expect(
      await taken([
        ["a.txt", "123456"],
        ["b.txt", "4567"],
        ["b.txt", "4567"],
      ]),
    ).toHaveLength(3);
    expect(await taken([["a.txt", "123456"]])).toHaveLength(1);
  });

  test("a quota of documents counts documents", async () => {
    const { send, taken } = await opening({ bytes: null, documents: 2 });
    await taken([
      ["a.txt", "1"],
      ["b.txt", "1"],
    ]);
    expect(await send([["c.txt", "1"]])).toMatchObject({ refused: "payload_too_large" });
    expect(await taken([["b.txt", "1"]])).toHaveLength(1);
  });

  test("what is made of restricted documents is as restricted", async () => {
    const { deps, taken, documents } = await opening();
    await taken([["a.txt", "uno"]], { ids: [firstIds[0] ?? ""], allowedRoles: ["service", "member"] });
    await taken([["b.txt", "dos"]], { ids: [firstIds[1] ?? ""], allowedRoles: ["service"] });
    const source = (n: number) => ({
      n,
      doc_id: firstIds[n - 1] ?? "",
      doc_name: "a",
      start: 0,
      end: 1,
      snippet: "u",
      score: 1,
      flagged: false,
    });
    const answer = (...sources: ReturnType<typeof source>[]) => ({
      synthesis_text: `Respuesta ${sources.length}.`,
      context_info: {
        chunks_found: 1,
        chunks_used: 1,
        context_tokens: 1,
        token_limit: 1,
        was_truncated: false,
        top_k: 1,
        similarity_threshold: 0,
        sources,
      },
    });
    const kept = [];
    for (const made of [answer(), answer(source(1)), answer(source(1), source(2))]) {
      const outcome = await keepSynthesis(deps, ana, "¿Qué?", { ...made, leansOnHistory: false }, 5000);
      if (!isRefusal(outcome)) kept.push((await documents.get("w", outcome.document.id))?.allowedRoles);
    }
    expect(kept).toEqual([[], ["service", "member"], ["service"]]);

    const afterOthers = { ...answer(), synthesis_text: "Otra respuesta.", leansOnHistory: true };
    const outcome = await keepSynthesis(deps, ana, "¿Y qué más?", afterOthers, 5000);
    expect(isRefusal(outcome) ? outcome : outcome.document.allowedRoles).toEqual(["admin"]);
  });

  test("a file that is there already, open to more than it is sent for now, is a conflict", async () => {
    const { send, taken } = await opening();
    await taken([["a.txt", "uno"]]);
    const again = await send([["a.txt", "uno"]], { allowedRoles: ["admin"] });
    expect(again).toMatchObject({ refused: "conflict", errors: [{ path: "allowed_roles" }] });
    await taken([["b.txt", "dos"]], { allowedRoles: ["member"] });
    const narrower = await send([["b.txt", "dos"]], { allowedRoles: ["member", "service"] });
    expect(narrower).toMatchObject([{ duplicate: true }]);
  });
});
