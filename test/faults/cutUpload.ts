import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { adminKey } from "./childServer.ts";

/**
 * Sends the first `bytes` of a file that never ends, sees them arrive on the disk, and then breaks it off: the client
 * leaves, or `kill` ends the server. Resolves when the half-written file is gone (client) or the server is (kill).
 */
export async function cutUpload(
  url: string,
  folder: string,
  bytes: number,
  breaking: "client leaves" | (() => Promise<unknown>),
): Promise<void> {
  const boundary = "the-boundary";
  const upload = request(`${url}/api/v1/workspaces/default/documents`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${adminKey}`,
      "content-type": `multipart/form-data; boundary=${boundary}`,
    },
  });
  const ended = new Promise<void>((resolve) => upload.once("close", resolve));
  upload.on("error", () => undefined);
  upload.write(
    `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="grande.txt"\r\n\r\n`,
  );
  upload.write("palabra ".repeat(bytes / 8));
  while ((await staged(folder)).length === 0) await pause(5);
  if (breaking === "client leaves") {
    upload.destroy();
    for (let n = 0; n < 1_000 && (await staged(folder)).length > 0; n++) await pause(10);
  } else {
    await breaking();
  }
  upload.destroy();
  await ended;
}

function staged(folder: string): Promise<string[]> {
  return readdir(join(folder, "blobs", "tmp"));
}
