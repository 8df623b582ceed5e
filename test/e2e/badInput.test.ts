import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema, type Problem } from "../../src/contract/errors.ts";
import { acceptedDocumentsSchema } from "../../src/contract/documents.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg=="),
  (c) => c.charCodeAt(0),
);

describe("bad input", () => {
  let house: TestServer;
  beforeAll(async () => void (house = await startTestServer()));
  afterAll(() => house.stop());

  const post = (
    path: string,
    body: string,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) => house.fetch(path, { method: "POST", headers, body });
  const problemOf = async (response: Response): Promise<Problem> => {
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = problemSchema.parse(await response.json());
    expect(problem.status).toBe(response.status);
    expect(problem.request_id).toBe(response.headers.get("x-request-id"));
    return problem;
  };
  const upload = (files: readonly { name: string; body: string | Uint8Array<ArrayBuffer> }[]) => {
    const form = new FormData();
    for (const { name, body } of files) form.append("files", new Blob([body]), name);
    return house.fetch("/api/v1/workspaces/default/documents", { method: "POST", body: form });
  };
  const documentCount = async () => (await house.client.documents.list("default")).items.length;

  test("an empty message names its field", async () => {
    const problem = await problemOf(await post("/api/v1/chat", '{"message":"  "}'));
    expect(problem).toMatchObject({ code: "validation_error", status: 422, errors: [{ path: "message" }] });
  });

  test("an unknown field is named, not ignored", async () => {
    const problem = await problemOf(await post("/api/v1/chat", '{"message":"hola","strateggy":"x"}'));
    expect(JSON.stringify(problem.errors)).toContain("strateggy");
  });

  test("an unknown model is named, with the known ones", async () => {
    const problem = await problemOf(await post("/api/v1/chat", '{"message":"hola","model":"gpt-9"}'));
    expect(problem).toMatchObject({
      status: 422,
      errors: [{ path: "model" }],
    });
    expect(problem.errors?.[0]?.message).toContain("extractive");
  });

  test("a 2 MB message is too large", async () => {
    const body = JSON.stringify({ message: "a".repeat(2 * 1024 * 1024) });
    expect(await problemOf(await post("/api/v1/chat", body))).toMatchObject({
      code: "payload_too_large",
      status: 413,
    });
  });

  test("broken JSON and a wrong content type cannot be read", async () => {
    expect(await problemOf(await post("/api/v1/chat", '{"message":'))).toMatchObject({
      code: "bad_request",
      status: 400,
    });
    const xml = await post("/api/v1/chat", "<message/>", { "content-type": "application/xml" });
    expect(await problemOf(xml)).toMatchObject({ code: "bad_request", status: 400 });
    const json = await post("/api/v1/workspaces/default/documents", "{}");
    expect(await problemOf(json)).toMatchObject({ code: "bad_request", status: 400 });
  });

  test("what is not there, and what is no id, is said so", async () => {
    const nowhere = "01890000-0000-7000-8000-000000000000";
    for (const path of [
      `/api/v1/conversations/${nowhere}`,
      `/api/v1/turns/${nowhere}`,
      `/api/v1/workspaces/${nowhere}`,
      "/api/v1/nothing",
    ]) {
      expect(await problemOf(await house.fetch(path))).toMatchObject({ code: "not_found", status: 404 });
    }
    expect(
      await problemOf(await post(`/api/v1/conversations/${nowhere}/messages`, '{"message":"hola"}')),
    ).toMatchObject({ status: 404 });
    expect(await problemOf(await house.fetch("/api/v1/turns/nonsense"))).toMatchObject({
      status: 422,
      errors: [{ path: "id" }],
    });
  });

  test("without a valid key nothing answers but health and the reference", async () => {
    for (const authorization of ["", "Bearer wrong", "Basic abc"]) {
      const problem = await problemOf(
        await house.fetch("/api/v1/workspaces", { headers: { authorization } }),
      );
      expect(problem).toMatchObject({ code: "unauthorized", status: 401 });
    }
    for (const path of ["/health/live", "/health/ready", "/openapi.json", "/docs/"]) {
      expect((await fetch(`${house.url}${path}`)).status).toBe(200);
    }
  });

  test("a file over the limit is refused before it is read whole", async () => {
    const before = await documentCount();
    const problem = await problemOf(
      await upload([{ name: "big.txt", body: new Uint8Array(60 * 1024 * 1024).fill(97) }]),
    );
    expect(problem).toMatchObject({ code: "payload_too_large", status: 413, errors: [{ path: "files.0" }] });
    expect(await documentCount()).toBe(before);
  });

  test("an empty file, no file, and a file in the wrong field are refused by name", async () => {
    const empty = await problemOf(
      await upload([
        { name: "ok.txt", body: "hola" },
        { name: "nada.txt", body: "" },
      ]),
    );
    expect(empty).toMatchObject({
      status: 422,
      errors: [{ path: "files.1" }],
    });
    expect(empty.detail).toContain("nada.txt");
    expect(await problemOf(await upload([]))).toMatchObject({ status: 422 });
    const form = new FormData();
    form.append("attachment", new Blob(["hola"]), "a.txt");
    const wrong = await house.fetch("/api/v1/workspaces/default/documents", { method: "POST", body: form });
    expect(await problemOf(wrong)).toMatchObject({ status: 422, errors: [{ path: "attachment" }] });
    expect((await house.client.documents.list("default")).items.some(({ name }) => name === "ok.txt")).toBe(
      false,
    );
  });

  test("a form that cannot be read, or that ends too early, is the client's to mend", async () => {
    const path = "/api/v1/workspaces/default/documents";
    const part = '--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhola';
    const cut = await post(path, part, { "content-type": "multipart/form-data; boundary=x" });
    expect(await problemOf(cut)).toMatchObject({ code: "bad_request", status: 400 });
    const unbound = await post(path, part, { "content-type": "multipart/form-data" });
    expect(await problemOf(unbound)).toMatchObject({ code: "bad_request", status: 400 });
    const nameless = `--x\r\ncontent-disposition: form-data; name="files"\r\ncontent-type: application/octet-stream\r\n\r\nhola\r\n--x--\r\n`;
    const taken = await post(path, nameless, { "content-type": "multipart/form-data; boundary=x" });
    expect(acceptedDocumentsSchema.parse(await taken.json()).items[0]?.name).not.toBe("");
  });

  test("a path that cannot be read is a problem like any other", async () => {
    expect(await problemOf(await house.fetch("/api/v1/%zz"))).toMatchObject({
      code: "bad_request",
      status: 400,
    });
    expect(await problemOf(await house.fetch(`/api/v1/turns/${"a".repeat(1_000)}`))).toMatchObject({
      code: "bad_request",
    });
  });

  test("a conversation of another workspace cannot be given files", async () => {
    const other = await house.client.workspaces.create({ name: "otro" });
    const conversation = await house.client.conversations.create();
    const form = new FormData();
    form.append("conversation_id", conversation.id);
    form.append("files", new Blob(["hola otra vez"]), "b.txt");
    const refused = await house.fetch(`/api/v1/workspaces/${other.id}/documents`, {
      method: "POST",
      body: form,
    });
    expect(await problemOf(refused)).toMatchObject({ status: 422, errors: [{ path: "conversation_id" }] });
  });

  test("a picture that calls itself a PDF is unsupported, and so is the whole request", async () => {
    const problem = await problemOf(await upload([{ name: "contrato.pdf", body: png }]));
    expect(problem).toMatchObject({ code: "unsupported_media", status: 415, errors: [{ path: "files.0" }] });
    expect(problem.detail).toContain("image/png");
  });

  test("fifty identical uploads at once are one document", async () => {
    const same = [{ name: "igual.txt", body: "el mismo contenido para todos" }];
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload(same)));
    const items = await Promise.all(
      answers.map(async (answer) => acceptedDocumentsSchema.parse(await answer.json()).items[0]),
    );
    expect(new Set(items.map((item) => item?.id)).size).toBe(1);
    expect(items.filter((item) => item?.duplicate === false)).toHaveLength(1);
    const other = acceptedDocumentsSchema.parse(
      await (await upload([{ ...same[0], name: "otro.txt", body: "el mismo contenido para todos" }])).json(),
    );
    expect(other.items[0]?.id).not.toBe(items[0]?.id);
  });

  test("path tricks in a file name end as a plain name", async () => {
    const tricks = [
      "../../etc/passwd.txt",
      "..\\..\\boot.txt",
      "/abs/olute.txt",
      "a\u0000b.txt",
      "\u202Egnp.txt",
    ];
    for (const name of tricks) {
      const accepted = acceptedDocumentsSchema.parse(
        await (await upload([{ name, body: `contenido de ${name}` }])).json(),
      );
      expect(accepted.items[0]?.name).toMatch(/^[\w.]+$/);
    }
  });
});
