import * as z from "zod";

/** Ids that mean something else wherever models are named. */
const reservedId = /^(?:(?:default|version)$|batuta\/|workspace\/)/;

export const modelIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}$/,
    "letters, digits and . _ : / @ + - after the first, 100 at most",
  )
  .refine(
    (id) => !reservedId.test(id),
    "must not be `default` or `version`, nor begin with `batuta/` or `workspace/`",
  );

/** Capitals only, so that a key which stands here by mistake is told from a name and never printed as one. */
export const variableNameSchema = z
  .string()
  .regex(
    /^(?!BATUTA_)[A-Z][A-Z0-9_]{0,99}$/,
    "the name of an environment variable, in capitals, not the key itself",
  );

export const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: "an http or https address" })
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.username === "" && url.password === "" && !/[?#]/.test(text);
  }, "an address without user, password, ? or #; keys go into a variable");

/** The vendor's name of a model. */
export const modelNameSchema = z.string().trim().min(1).max(300);
