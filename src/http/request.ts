import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { idSchema, locales, type Locale } from "../contract/common.ts";
import type { Scope } from "../contract/keys.ts";
import {
  authorizeOwned,
  authorizeWorkspace,
  type Authorized,
  type OwnedGrant,
} from "../core/access/authorized.ts";
import type { Workspace } from "../core/access/workspace.ts";
import type { Conversation } from "../core/sessions/conversation.ts";
import type { Channel, Origin } from "../core/sessions/turn.ts";
import { requestActor } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { granted } from "./problem.ts";

/** A workspace in a path: its id, or `default`. */
export const workspaceParams = z.object({
  workspace_id: z.union([z.literal("default"), idSchema]).describe("A workspace's id, or `default`"),
});
export const idParams = z.object({ id: idSchema });

export async function admitWorkspace<S extends Scope>(
  deps: HttpDeps,
  request: FastifyRequest,
  workspaceId: string | undefined,
  scope: S,
): Promise<Authorized<Workspace, S>> {
  const id = workspaceIdOf(deps, workspaceId);
  return granted(await authorizeWorkspace(deps, requestActor(request), id, scope));
}

/** The workspace whose budget a question outside any workspace goes on: a bound key's first, else the default one. */
export function admitHome<S extends Scope>(
  deps: HttpDeps,
  request: FastifyRequest,
  scope: S,
): Promise<Authorized<Workspace, S>> {
  const [bound] = requestActor(request).workspaces;
  return admitWorkspace(deps, request, bound, scope);
}

/** Where a question came in, with what its sender says it is. */
export function originOf(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Workspace,
  { channel, locale }: { readonly channel: Channel; readonly locale?: Locale | undefined },
): Origin {
  const client = request.headers["user-agent"]?.slice(0, 200).toWellFormed() ?? null;
  return { channel, client, locale: chooseLocale(deps, request, locale, workspace) };
}

/** Aborts when the client leaves before it has its answer: for what nobody else will read. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (raw.destroyed && !raw.writableFinished) gone.abort(clientLeft);
  raw.once("close", () => {
    if (!raw.writableFinished) gone.abort(clientLeft);
  });
  return gone.signal;
}

const clientLeft = new Error("the client left");

/** `default`, or none, is the default workspace. */
export function workspaceIdOf(deps: HttpDeps, asked: string | undefined): string {
  return asked === undefined || asked === "default" ? deps.defaultWorkspaceId : asked;
}

export async function admitConversation<S extends Scope>(
  deps: HttpDeps,
  request: FastifyRequest,
  conversationId: string,
  scope: S,
): Promise<OwnedGrant<Conversation, S>> {
  const conversation = await deps.conversations.find(conversationId);
  return granted(await authorizeOwned(deps, requestActor(request), conversation, scope));
}

/** Request, then `Accept-Language`, then workspace, then server. */
export function chooseLocale(
  deps: HttpDeps,
  request: FastifyRequest,
  asked: Locale | undefined,
  workspace: Workspace,
): Locale {
  return (
    asked ??
    acceptedLocale(request.headers["accept-language"]) ??
    workspace.settings.locale ??
    deps.defaultLocale
  );
}

/** The first supported language of an `Accept-Language` header (RFC 9110, section 12.5.4) by weight. */
function acceptedLocale(header: string | undefined): Locale | undefined {
  const ranges = (header ?? "").split(",").map((range) => {
    const [tag = "", ...parameters] = range.trim().split(";");
    const weight = parameters
      .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
      .find((value) => value !== undefined);
    return { language: tag.slice(0, 2).toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
  });
  const byWeight = ranges.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return byWeight.flatMap(({ language }) => locales.filter((locale) => locale === language))[0];
}
