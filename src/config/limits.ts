import { isIP } from "node:net";
import * as z from "zod";
import type { Rate } from "../core/limits/rate.ts";

const windowMs = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

/** `10/minute`, or `off` for null. */
export const rateSchema = z
  .string()
  .regex(
    /^(?:off|[1-9]\d{0,8}\/(?:second|minute|hour))$/,
    "a number by second, minute or hour, such as 10/minute; or off",
  )
  .transform((text): Rate | null => {
    const [count = "", unit = ""] = text.split("/");
    const window = Object.entries(windowMs).find(([name]) => name === unit);
    return window ? { max: Number(count), windowMs: window[1] } : null;
  });

/** Part of `limits`: requests of one actor, or of one address where nobody is known. */
export const ratesSchema = z.strictObject({
  chat_process: rateSchema.prefault("10/minute").describe("Messages of the phone channel"),
  uploads: rateSchema
    .prefault("20/minute")
    .describe("Requests that upload, each of many files; not of admins"),
  questions: rateSchema.prefault("off").describe("Questions over any face"),
  requests: rateSchema.prefault("off").describe("All requests but health and documentation"),
  failed_auth: rateSchema.prefault("30/minute").describe("Wrong keys of one address"),
});

/** Part of `limits`: of each workspace; none where left out. */
export const quotaSchema = z
  .strictObject({
    workspace_mb: z.number().positive().max(1e9).optional(),
    workspace_documents: z.int().min(1).max(1e9).optional(),
  })
  .transform(({ workspace_mb, workspace_documents }) => ({
    bytes: workspace_mb === undefined ? null : Math.floor(workspace_mb * 1024 * 1024),
    documents: workspace_documents ?? null,
  }));

/** Pages of these origins may call the server from a browser. */
export const corsSchema = z.strictObject({
  origins: z
    .array(
      z
        .string()
        .refine(
          (text) => /^https?:\/\/[^*]+$/.test(text) && URL.parse(text)?.origin === text,
          "an exact origin, such as https://app.example.org, without a path",
        ),
    )
    .max(100)
    .default([]),
});

/** Part of the server: whose word on the client's address counts; nobody's where left out. */
export const trustProxySchema = z
  .array(z.string().refine(isNetwork, "an address, or a network such as 10.0.0.0/8"))
  .min(1)
  .max(100)
  .describe("Addresses and networks of the proxies in front of the server");

function isNetwork(text: string): boolean {
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
