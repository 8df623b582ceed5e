import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import multipart from "@fastify/multipart";
import fastify from "fastify";
import * as z from "zod";
import { answerParent, settingsOfChild } from "./childSide.ts";

/** The least that a durable upload takes: parts to a file, a hash on the way, one fsync. */
const { folder } = z.object({ folder: z.string() }).parse(settingsOfChild());
const app = fastify();
await app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY } });
let files = 0;
app.post("/upload", async (request, reply) => {
  for await (const part of request.files()) {
    const hash = createHash("sha256");
    const file = await open(join(folder, `${files++}`), "w");
    for await (const piece of part.file) {
      if (!(piece instanceof Uint8Array)) continue;
      hash.update(piece);
      await file.write(piece);
    }
    await file.sync();
    await file.close();
    reply.header("x-hash", hash.digest("hex"));
  }
  reply.code(202);
  return {};
});
const url = await app.listen({ host: "127.0.0.1", port: 0 });
process.once("SIGTERM", () => void app.close().then(() => process.exit()));
answerParent({ url });
