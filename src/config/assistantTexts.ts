import * as z from "zod";
import type { LocalText } from "../core/answering/promptRegistry.ts";

export const textSchema = z.string("a text").trim().min(1, "must not be empty").max(10_000);

/** Names go into answers as keys and values. */
export const nameSchema = z
  .string("a name")
  .regex(/^\p{L}[\p{L}\p{N}_-]{0,63}$/u, "a letter, then letters, digits, _ and -, 64 at most");

export const assistantNameSchema = z.string("a text").trim().min(1).max(100);

export const localTextSchema = z
  .union([textSchema, z.strictObject({ es: textSchema, en: textSchema })], {
    error: "a text, or `es` and `en` with one each",
  })
  .transform((given): LocalText => (typeof given === "string" ? { es: given, en: given } : given));
