import { request, type IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type * as z from "zod";
import { acceptedDocumentsSchema, documentSchema } from "../src/contract/documents.ts";

const boundary = "bench-boundary-7f1c";
const readyWithinMs = 300_000;
const lookEveryMs = 20;

export interface Uploaded {
  readonly status: number;
  readonly body: string;
  /** From the last byte given to the system to the whole response. */
  readonly afterLastByteMs: number;
}

export async function upload(url: string, key: string, name: string, content: Buffer): Promise<Uploaded> {
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const sending = request(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": head.length + content.length + tail.length,
    },
  });
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    sending.once("response", resolve).once("error", reject);
  });
  let lastByte = Number.NaN;
  sending.once("finish", () => (lastByte = performance.now()));
  sending.write(head);
  sending.write(content);
  sending.end(tail);
  const response = await responded;
  let body = "";
  for await (const piece of response) body += String(piece);
  return { status: response.statusCode ?? 0, body, afterLastByteMs: performance.now() - lastByte };
}

/** Documents of the default workspace over HTTP. */
export function documentsOf(baseUrl: string, key: string) {
  const documents = `${baseUrl}/api/v1/workspaces/default/documents`;
  const headers = { authorization: `Bearer ${key}` };
  const read = async (id: string) =>
    documentSchema.parse(await (await fetch(`${documents}/${id}`, { headers })).json());

  return {
    async add(name: string, content: Buffer): Promise<Uploaded & { readonly id: string }> {
      const uploaded = await upload(documents, key, name, content);
      if (uploaded.status !== 202) throw new Error(`an upload was refused: ${uploaded.body}`);
      const body: unknown = JSON.parse(uploaded.body);
      return { ...uploaded, id: acceptedDocumentsSchema.extend({}).parse(body).items[0]?.id ?? "" };
    },
    /** Throws when the document fails or takes more than five minutes. */
    async ready(id: string): Promise<z.infer<typeof documentSchema>> {
      for (const started = performance.now(); performance.now() - started < readyWithinMs;) {
        const document = await read(id);
        if (document.status === "ready") return document;
        if (document.status === "failed")
          throw new Error(`a document failed: ${document.error?.reason ?? ""}`);
        await pause(lookEveryMs);
      }
      throw new Error("a document was not ready in time");
    },
    async remove(id: string): Promise<void> {
      await fetch(`${documents}/${id}`, { method: "DELETE", headers });
    },
  };
}
