import * as z from "zod";
import { idSchema } from "../contract/common.ts";

const hourMs = 3_600_000;

/** Messages of people that a gateway, or the public, brings by their phone numbers. */
export const phoneSchema = z
  .strictObject({
    country: z
      .string()
      .refine(isCountry, "a country's two capitals (ISO 3166-1), such as UY")
      .default("UY")
      .describe("Where a number without a country's code belongs"),
    public: z
      .boolean()
      .default(false)
      .describe("POST /chat/process without a key, for the one workspace below"),
    workspace: idSchema
      .optional()
      .describe("Where messages go whose key is bound to no workspace; the default one when left out"),
    session_hours: z
      .number()
      .positive()
      .max(8_760)
      .default(24)
      .describe("Without activity for longer, a session is over"),
  })
  .transform(({ country, public: isPublic, workspace, session_hours: hours }) => ({
    country,
    isPublic,
    workspaceId: workspace ?? null,
    sessionMs: hours * hourMs,
  }));

/** `UK` stands for another code, and `ZZ` for no country. */
function isCountry(code: string): boolean {
  if (!/^(?!ZZ)[A-Z]{2}$/.test(code) || new Intl.Locale(`und-${code}`).region !== code) return false;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined;
}
