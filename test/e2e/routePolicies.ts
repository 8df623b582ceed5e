import type { Scope } from "../../src/contract/keys.ts";

/** What an actor keeps, by the names that paths and bodies take ids from. */
export const thingNames = [
  "workspace",
  "document",
  "conversation",
  "message",
  "turn",
  "interaction",
  "key",
  "actor",
] as const;
export type ThingName = (typeof thingNames)[number];
export type Things = Readonly<Record<ThingName, string>>;

/** How somebody stands to the workspace and the things in a request. */
export type Relation =
  | "nobody"
  | "lacking the scope"
  | "service elsewhere"
  | "stranger"
  | "listed member"
  | "bound service"
  | "owner"
  | "admin";

/** Who may use a route; each kind is explained at its maker below. */
type Kind = "everybody" | "any key" | "server" | "own list" | "workspace" | "workspace owner" | "own thing";

export interface Policy {
  readonly kind: Kind;
  readonly scope: Scope | null;
  /** What `{id}` of the path is an id of. */
  readonly of: ThingName | null;
  /** A valid body; a form is sent as one. */
  readonly body?: (things: Things) => object;
  readonly query?: (things: Things) => string;
  /** The things that the route takes away: each who may do it needs fresh ones. */
  readonly spends?: readonly ThingName[];
  /** Only asks, and keeps nothing. */
  readonly asks?: true;
  /** Also answers as server-sent events. */
  readonly streams?: true;
  /** A stream without an end. */
  readonly endless?: true;
  /** An admin may read here what others asked and were answered. */
  readonly reveals?: true;
  /** What who may use it is answered, where that is none of the usual statuses. */
  readonly answers?: number;
}

type More = Omit<Policy, "kind" | "scope" | "of">;

/** Without credentials. */
const everybody = (): Policy => ({ kind: "everybody", scope: null, of: null });
/** Whoever has a key, and sees what that may use. */
const anyKey = (): Policy => ({ kind: "any key", scope: null, of: null });
/** Of the server as a whole: `admin:*` scopes are an admin's, and a service has its state alone. */
const ofServer = (scope: Scope, more: More & { of?: ThingName } = {}): Policy => ({
  kind: "server",
  scope,
  of: null,
  ...more,
});
/** A listing of what the asker may read, or a question that goes to the asker's own or the default workspace. */
const ownList = (scope: Scope, more: More = {}): Policy => ({ kind: "own list", scope, of: null, ...more });
/** Inside a workspace: who may read it, and for a scope that writes, who may write in it. */
const inWorkspace = (scope: Scope, more: More = {}): Policy => ({
  kind: "workspace",
  scope,
  of: null,
  ...more,
});
/** The workspace itself: its owner and admins. */
const workspaceOwner = (scope: Scope, more: More = {}): Policy => ({
  kind: "workspace owner",
  scope,
  of: null,
  ...more,
});
/** What belongs to one actor alone: no admin and no other service or member of the workspace finds it. */
const ownThing = (of: ThingName, scope: Scope, more: More = {}): Policy => ({
  kind: "own thing",
  scope,
  of,
  ...more,
});

const question = { body: () => ({ query: "canario" }), asks: true } as const;
const upload = () => {
  const form = new FormData();
  form.append("files", new Blob([`archivo ${crypto.randomUUID()}`]), "nuevo.txt");
  return form;
};

const ofWorkspaces: Readonly<Record<string, Policy>> = {
  "POST ": ofServer("documents:create", { body: () => ({ name: "nuevo" }) }),
  "GET ": ownList("documents:read"),
  "GET /{workspace_id}": inWorkspace("documents:read"),
  "PATCH /{workspace_id}": workspaceOwner("documents:create", { body: () => ({ description: "cambiada" }) }),
  "DELETE /{workspace_id}": workspaceOwner("documents:delete", { spends: ["workspace"] }),
  "GET /{workspace_id}/members": workspaceOwner("documents:read"),
  "PUT /{workspace_id}/members/{actor}": workspaceOwner("documents:create"),
  "DELETE /{workspace_id}/members/{actor}": workspaceOwner("documents:create", { spends: ["actor"] }),
  "POST /{workspace_id}/documents": inWorkspace("documents:create", { body: upload }),
  "GET /{workspace_id}/documents": inWorkspace("documents:read"),
  "POST /{workspace_id}/documents/retry-failed": inWorkspace("documents:create"),
  "GET /{workspace_id}/documents/{document_id}": inWorkspace("documents:read"),
  // Its uploader as well.
  "PATCH /{workspace_id}/documents/{document_id}": workspaceOwner("documents:create", {
    body: () => ({ allowed_roles: [] }),
  }),
  "DELETE /{workspace_id}/documents/{document_id}": inWorkspace("documents:delete", { spends: ["document"] }),
  "POST /{workspace_id}/documents/{document_id}/reprocess": inWorkspace("documents:create"),
  "GET /{workspace_id}/documents/{document_id}/content": inWorkspace("documents:read"),
  "GET /{workspace_id}/documents/{document_id}/text": inWorkspace("documents:read"),
  "GET /{workspace_id}/events": inWorkspace("documents:read", { endless: true }),
  "POST /{workspace_id}/search": inWorkspace("query:search", question),
  "POST /{workspace_id}/ask": inWorkspace("query:ask", question),
  "POST /{workspace_id}/ask/stream": inWorkspace("query:stream", question),
  "POST /{workspace_id}/query": inWorkspace("query:ask", {
    body: () => ({ user_prompt_text: "canario" }),
    streams: true,
  }),
  "GET /{workspace_id}/interactions": inWorkspace("query:ask"),
  "GET /{workspace_id}/interactions/{id}": ownThing("interaction", "query:ask"),
  "DELETE /{workspace_id}/interactions/{id}": ownThing("interaction", "query:ask", {
    spends: ["interaction"],
  }),
};

function under(prefix: string): Readonly<Record<string, Policy>> {
  return Object.fromEntries(
    Object.entries(ofWorkspaces).map(([route, policy]) => [route.replace(" ", ` ${prefix}`), policy]),
  );
}

/** The policy of each route of the OpenAPI document. A new route needs a line here; two tests then hold it to it. */
export const policyByRoute: Readonly<Record<string, Policy>> = {
  ...under("/api/v1/workspaces"),
  ...under("/api/v1/projects"),
  "GET /health/live": everybody(),
  "GET /health/ready": everybody(),
  "GET /metrics": ofServer("admin:metrics"),
  "GET /api/v1/health/orchestration/metrics": ofServer("admin:health"),
  "GET /api/v1/health/orchestration/active": ofServer("admin:health"),
  "GET /api/v1/health/orchestration/performance": ofServer("admin:health"),
  "POST /api/v1/health/orchestration/cleanup": ofServer("admin:config"),
  "POST /api/v1/keys": ofServer("admin:config", { body: () => ({ name: "nueva" }) }),
  "GET /api/v1/keys": ofServer("admin:config"),
  "DELETE /api/v1/keys/{id}": ofServer("admin:config", { of: "key" }),
  "POST /api/v1/conversations": inWorkspace("query:ask", {
    body: ({ workspace }) => ({ workspace_id: workspace }),
  }),
  "GET /api/v1/conversations": inWorkspace("query:ask", {
    query: ({ workspace }) => `workspace_id=${workspace}`,
  }),
  "GET /api/v1/conversations/{id}": ownThing("conversation", "query:ask"),
  "PATCH /api/v1/conversations/{id}": ownThing("conversation", "query:ask", {
    body: () => ({ pinned: true }),
  }),
  "GET /api/v1/conversations/{id}/branches": ownThing("conversation", "query:ask"),
  "GET /api/v1/conversations/{id}/export": ownThing("conversation", "query:ask"),
  "DELETE /api/v1/conversations/{id}": ownThing("conversation", "query:ask", { spends: ["conversation"] }),
  "GET /api/v1/conversations/{id}/messages": ownThing("conversation", "query:ask"),
  "DELETE /api/v1/conversations/{id}/messages": ownThing("conversation", "query:ask", {
    spends: ["conversation"],
  }),
  "POST /api/v1/conversations/{id}/messages": ownThing("conversation", "query:ask", {
    body: () => ({ message: "canario" }),
    streams: true,
  }),
  "POST /api/v1/chat": ownThing("conversation", "query:ask", {
    body: ({ conversation }) => ({ message: "canario", conversation_id: conversation }),
    streams: true,
  }),
  "GET /api/v1/turns/{id}": ownThing("turn", "query:ask"),
  "GET /api/v1/turns/{id}/events": ownThing("turn", "query:stream"),
  "POST /api/v1/turns/{id}/cancel": ownThing("turn", "query:ask"),
  "POST /api/v1/orchestrate": ownList("query:ask", { body: () => ({ user_question: "canario" }) }),
  "GET /analytics/conversations": ofServer("admin:metrics"),
  "GET /api/v1/analytics/conversations": ofServer("admin:metrics"),
  "GET /api/v1/audit": ofServer("admin:config", { reveals: true }),
  "PATCH /api/v1/audit/{id}": ofServer("admin:config", {
    of: "turn",
    body: () => ({ checked: true }),
    answers: 404,
  }),
  "GET /api/v1/people/{id}": ofServer("admin:config", { of: "actor" }),
  "GET /api/v1/people/{id}/export": ofServer("admin:config", { of: "actor", reveals: true }),
  "DELETE /api/v1/people/{id}": ofServer("admin:config", { of: "actor" }),
  "PUT /api/v1/conversations/{id}/messages/{message_id}/vote": ownThing("conversation", "query:ask", {
    body: () => ({ value: "up" }),
  }),
  "GET /api/v1/conversations/{id}/messages/{message_id}/vote": ownThing("conversation", "query:ask"),
  "DELETE /api/v1/conversations/{id}/messages/{message_id}/vote": ownThing("conversation", "query:ask"),
  "POST /chat/process": ownList("query:ask", {
    body: () => ({ mensaje: "canario", telefono: "+59899123456" }),
  }),
  "GET /chat/sessions": inWorkspace("query:ask", {
    query: ({ workspace }) => `workspace_id=${workspace}`,
  }),
  "GET /v1/models": anyKey(),
  "POST /v1/chat/completions": inWorkspace("query:ask", {
    body: ({ workspace }) => ({
      model: `workspace/${workspace}`,
      messages: [{ role: "user", content: "canario" }],
    }),
  }),
  "POST /v1/embeddings": ownList("query:search", {
    body: () => ({ model: "batuta", input: "canario" }),
    answers: 404,
  }),
};

/** What the policy says to somebody: 401, 403, 404 or through. */
export function verdict({ kind, scope }: Policy, relation: Relation): 401 | 403 | 404 | "through" {
  if (kind === "everybody") return "through";
  if (relation === "nobody") return 401;
  if (kind === "any key" || scope === null) return "through";
  if (relation === "lacking the scope") return 403;
  switch (kind) {
    case "server":
      if (relation === "admin") return "through";
      return (relation.includes("service") ? servicesServer : membersServer).includes(scope)
        ? "through"
        : 403;
    case "own list":
      return "through";
    case "workspace":
      if (relation === "service elsewhere" || relation === "stranger") return 404;
      return relation === "listed member" && writing.includes(scope) ? 403 : "through";
    case "workspace owner":
      if (relation === "service elsewhere" || relation === "stranger") return 404;
      return relation === "owner" || relation === "admin" ? "through" : 403;
    case "own thing":
      return relation === "owner" ? "through" : 404;
  }
}

const writing: readonly Scope[] = ["documents:create", "documents:delete", "admin:config"];
const servicesServer: readonly Scope[] = ["admin:metrics", "admin:health"];
const membersServer: readonly Scope[] = ["documents:create"];
