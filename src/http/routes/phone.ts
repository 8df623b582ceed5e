import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { instant } from "../../contract/instant.ts";
import {
  phoneMessageSchema,
  phoneReplySchema,
  phoneSessionQuerySchema,
  phoneSessionsSchema,
  type PhoneReplyView,
  type PhoneSessionView,
} from "../../contract/phone.ts";
import type { Actor } from "../../core/access/actor.ts";
import { authorizeWorkspace, type Authorized } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { refuse } from "../../core/errors.ts";
import type { AuditBookDep } from "../../core/feedback/audit.ts";
import type { PhoneNumberDep } from "../../core/feedback/person.ts";
import type { AssistantProfileDep } from "../../core/phone/directReply.ts";
import { maskPhone } from "../../core/maskPhone.ts";
import { oneAtATime } from "../../core/phone/oneAtATime.ts";
import type { PhoneRecordsDep, PhoneSessionSummary } from "../../core/phone/phoneSession.ts";
import { processMessage, type PhoneReply } from "../../core/phone/processMessage.ts";
import { listSessions, type PhoneSettings } from "../../core/phone/sessionFor.ts";
import { askByTurn } from "../../core/phoneQuestion.ts";
import { detectLanguage } from "../../core/retrieval/language.ts";
import type { AssistantDep } from "../../core/understanding/assistant.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted, RefusedError } from "../problem.ts";
import { originOf } from "../request.ts";

/** What understands messages. */
type PhoneRoom = AssistantDep &
  AssistantProfileDep & {
    /** E.164 of a number as people write it; null for what is none. */
    readonly normalisePhone: (text: string) => string | null;
  };

/** What the phone channel needs of the composition beside what every route has. */
export type PhoneRoutesDeps = AuditBookDep &
  PhoneNumberDep &
  PhoneRecordsDep & {
    /** Loaded with the first message. */
    readonly phoneRoom: () => Promise<PhoneRoom>;
    readonly phone: PhoneSettings & {
      /** Messages may come without a key. */
      readonly isPublic: boolean;
      /** Where messages go whose key is bound to no workspace; null for the default one. */
      readonly workspaceId: string | null;
    };
  };

export function phoneRoutes(http: HttpDeps & PhoneRoutesDeps): FastifyPluginAsyncZod {
  const deps = { ...http, askQuestion: askByTurn(http), inOrder: oneAtATime(), languageOf: detectLanguage };
  const { isPublic, workspaceId } = deps.phone;
  const home = workspaceId ?? deps.defaultWorkspaceId;
  const anybody: Actor = { id: "phone:public", role: "service", scopes: ["query:ask"], workspaces: [home] };

  const admit = async (actor: Actor, asked?: string): Promise<Authorized<Workspace, "query:ask">> =>
    granted(await authorizeWorkspace(deps, actor, asked ?? actor.workspaces[0] ?? home, "query:ask"));

  const e164 = ({ normalisePhone }: PhoneRoom, text: string, path: string): string => {
    const phone = normalisePhone(text);
    if (phone !== null) return phone;
    const message = "must be a telephone number such as +59899123456";
    throw new RefusedError(refuse("validation_error", "Some fields are not valid.", [{ path, message }]));
  };

  return async (app) => {
    app.route({
      method: "POST",
      url: "/chat/process",
      config: { keyOptional: isPublic, rateGroup: "chat_process" },
      schema: {
        tags: ["phone"],
        summary: "One message of a phone and its reply",
        description:
          "Answers with 200 and `tipo: error` when no model could: a gateway has a text to send, and no reason to bring " +
          "the same message again. With a key, a message without `sesionId` goes on with the phone's latest session.",
        body: phoneMessageSchema,
        response: { 200: phoneReplySchema },
      },
      async handler(request) {
        const { mensaje, telefono, sesionId, locale } = request.body;
        const actor = isPublic ? (request.actor ?? anybody) : requestActor(request);
        const workspace = await admit(actor);
        const room = await deps.phoneRoom();
        const phone = e164(room, telefono, "telefono");
        const origin = originOf(deps, request, workspace.value, { channel: "phone", locale });
        return replyView(
          await processMessage(
            { ...deps, ...room },
            {
              workspace,
              phone,
              text: mensaje,
              sessionId: sesionId === "" ? null : (sesionId ?? null),
              isTrusted: actor !== anybody,
              locale: locale ?? null,
              origin,
            },
          ),
        );
      },
    });

    app.route({
      method: "GET",
      url: "/chat/sessions",
      schema: {
        tags: ["phone"],
        summary: "List the active sessions of phones",
        querystring: phoneSessionQuerySchema,
        response: { 200: phoneSessionsSchema },
      },
      async handler(request) {
        const { phone, limit, workspace_id: asked } = request.query;
        const workspace = await admit(requestActor(request), asked);
        const number = phone === undefined ? undefined : e164(await deps.phoneRoom(), phone, "phone");
        const items = await listSessions(deps, workspace, { phone: number, limit });
        return { items: items.map((session) => sessionView(session, workspace.actor)) };
      },
    });
  };
}

function replyView({ text, type, understood, actions, sessionId, at }: PhoneReply): PhoneReplyView {
  return {
    mensaje: text,
    tipo: type,
    acciones: [...actions],
    confianza: Math.round(1_000 * understood.confidence) / 1_000,
    intencion: understood.intent,
    entidades: Object.fromEntries(
      Object.entries(understood.entities).map(([name, values]) => [name, [...values]]),
    ),
    necesita_datos: [...understood.missing],
    sesion_id: sessionId,
    timestamp: instant(at),
  };
}

function sessionView(
  { id, phone, createdAt, lastActivity, exchanges, pending }: PhoneSessionSummary,
  { role }: Actor,
): PhoneSessionView {
  return {
    sesion_id: id,
    telefono: role === "admin" ? phone : maskPhone(phone),
    created_at: instant(createdAt),
    last_activity: instant(lastActivity),
    mensajes: exchanges,
    pending,
  };
}
