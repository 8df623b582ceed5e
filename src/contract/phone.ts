import * as z from "zod";
import { idSchema, instantSchema, localeSchema } from "./common.ts";

/** What a reply of the phone channel is; the channel's documented names are Spanish. */
export const replyTypes = [
  "respuesta",
  "respuesta_directa",
  "necesita_datos",
  "confirmacion",
  "sin_respuesta",
  "error",
] as const;
export type ReplyType = (typeof replyTypes)[number];

export const phoneMessageSchema = z.strictObject({
  mensaje: z.string().trim().min(1).max(4_000),
  telefono: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .describe("Who writes: `+59899123456`; without a country's code it belongs to the configured country"),
  sesionId: z
    .string()
    .max(200)
    .nullish()
    .describe(
      "`sesion_id` of the reply before. One that is unknown, over or another phone's begins a new session",
    ),
  locale: localeSchema.optional(),
});
export type PhoneMessageRequest = z.infer<typeof phoneMessageSchema>;

export const phoneReplySchema = z
  .object({
    mensaje: z.string().describe("What to send to the person"),
    tipo: z
      .enum(replyTypes)
      .describe(
        "respuesta: from the documents and the models; respuesta_directa: said without a model; necesita_datos: " +
          "asks for what is missing; confirmacion: all that was needed is known; sin_respuesta: the documents have " +
          "nothing on it, a person may take over; error: nothing could answer, and `mensaje` says so politely",
      ),
    acciones: z
      .array(z.string())
      .describe(
        "What may be offered next; none while something is missing, nor where all was confirmed before",
      ),
    confianza: z.number().min(0).max(1).describe("That the intent was understood"),
    intencion: z.string(),
    entidades: z
      .record(z.string(), z.array(z.string()))
      .describe("What the person has named in this session, in canonical form"),
    necesita_datos: z.array(z.string()).describe("Names of entities that are still missing"),
    sesion_id: z.string(),
    timestamp: instantSchema,
  })
  .meta({ id: "PhoneReply" });
export type PhoneReplyView = z.infer<typeof phoneReplySchema>;

export const phoneSessionQuerySchema = z.strictObject({
  phone: z.string().trim().min(1).max(50).optional().describe("Only this phone's"),
  limit: z.coerce.number().int().min(1).max(50).default(5),
  workspace_id: idSchema.optional().describe("Where the key's messages go when left out"),
});

export const phoneSessionsSchema = z.object({
  items: z
    .array(
      z
        .object({
          sesion_id: z.string(),
          telefono: z.string().describe("Masked unless the key is an admin's"),
          created_at: instantSchema,
          last_activity: instantSchema,
          mensajes: z.int().describe("That the person has sent"),
          pending: z.string().nullable().describe("The intent whose missing data was asked for"),
        })
        .meta({ id: "PhoneSession" }),
    )
    .describe("Active ones, the latest activity first"),
});
export type PhoneSessionView = z.infer<typeof phoneSessionsSchema>["items"][number];
