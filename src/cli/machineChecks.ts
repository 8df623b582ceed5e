import { access, constants, readFile, stat, statfs } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { createClient } from "../client/client.ts";
import type { DoctorCheck } from "./doctor.ts";

const gib = 1024 ** 3;

export function nodeVersionCheck(version: string): DoctorCheck {
  return {
    name: "Node",
    async run() {
      const ok = Number(version.replace(/^v/u, "").split(".")[0]) >= 24;
      return { ok, detail: version, remedy: "Install Node 24, or start through bin/batuta.mjs." };
    },
  };
}

/** A folder that is not there yet is fine when it can be made. Wants `wantedBytes` free. */
export function dataFolderCheck(folder: string, wantedBytes = gib): DoctorCheck {
  return {
    name: "Data folder",
    async run() {
      const place = await existingPart(folder);
      try {
        await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
      } catch {
        return {
          ok: false,
          detail: `${folder} cannot be written`,
          remedy: "Change its permissions, or set BATUTA_DATA.",
        };
      }
      const { bavail, bsize } = await statfs(place);
      const free = bavail * bsize;
      const detail = `${folder}, ${(free / gib).toFixed(1)} GiB free`;
      return {
        ok: free >= wantedBytes,
        detail,
        remedy: "Free space on this disk, or set BATUTA_DATA to another.",
      };
    },
  };
}

/** Free, or taken by Batuta itself. */
export function portCheck(host: string, port: number): DoctorCheck {
  return {
    name: "Port",
    async run() {
      const place = `${host}:${port}`;
      const server = createServer().listen(port, host);
      try {
        await once(server, "listening");
        return { ok: true, detail: port === 0 ? "any free one" : `${place} is free` };
      } catch (cause) {
        const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
        const remedy = "Set BATUTA_PORT to another, or 0 for any.";
        if (code !== "EADDRINUSE") return { ok: false, detail: `${place} cannot be used (${code})`, remedy };
        const running = await runningVersion(host, port);
        if (running !== null) return { ok: true, detail: `Batuta ${running} answers on ${place}` };
        return { ok: false, detail: `${place} is taken by another program`, remedy };
      } finally {
        server.close();
      }
    },
  };
}

export function adminKeyCheck(path: string): DoctorCheck {
  return {
    name: "Admin key",
    async run() {
      const key = await readFile(path, "utf8").catch(() => "");
      if (key.trim() !== "") return { ok: true, detail: path };
      const remedy = `Start the server once: it makes one in ${dirname(path)}.`;
      return { ok: false, detail: `there is none in ${path}`, remedy };
    },
  };
}

/** The path itself, or the nearest folder above it that exists. */
async function existingPart(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  const parent = dirname(path);
  return exists || parent === path ? path : existingPart(parent);
}

async function runningVersion(host: string, port: number): Promise<string | null> {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const authority = reachable.includes(":") ? `[${reachable}]:${port}` : `${reachable}:${port}`;
  const client = createClient({ baseUrl: `http://${authority}`, key: "" });
  return client.live(AbortSignal.timeout(2_000)).then(
    ({ version }) => version,
    () => null,
  );
}
