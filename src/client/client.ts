import { listSchema } from "../contract/common.ts";
import { liveSchema, readySchema, type Ready } from "../contract/health.ts";
import {
  createdKeySchema,
  keySchema,
  type CreatedKey,
  type CreateKey,
  type KeyView,
} from "../contract/keys.ts";
import {
  askResponseSchema,
  searchResponseSchema,
  type AskRequest,
  type AskResponse,
  type SearchRequest,
  type SearchResponse,
} from "../contract/retrieval.ts";
import { workspaceSchema, type CreateWorkspace, type WorkspaceView } from "../contract/workspaces.ts";
import { conversationCalls, type ConversationCalls } from "./conversations.ts";
import { documentCalls, type DocumentCalls } from "./documents.ts";
import type { Page, PageQuery } from "./page.ts";
import { defaultPatience, type Patience } from "./resumedEvents.ts";
import { peopleCalls, type PeopleCalls } from "./people.ts";
import { turnCalls, type TurnCalls } from "./turns.ts";
import { createWire, type Fetch, type Wire } from "./wire.ts";

export interface ClientOptions {
  /** Scheme, host and port, and a path where the server stands behind one. */
  readonly baseUrl: string;
  readonly key: string;
  readonly fetch?: Fetch;
  readonly patience?: Patience;
}

/** What may be left out is what the contract gives a default. */
type Draft<T, Defaulted extends keyof T> = Omit<T, Defaulted> & Partial<Pick<T, Defaulted>>;

/**
 * Batuta's API. Every call throws ProblemError when the server refuses, ConnectionError when there is no server to
 * talk to, and the signal's reason when it aborts. A `workspaceId` is an id or `default`.
 */
export interface Client {
  /** The process answers; its version. Needs no key. */
  live(signal?: AbortSignal): Promise<{ readonly version: string }>;
  /** Each dependency with its state, also when one is down. Needs no key. */
  ready(signal?: AbortSignal): Promise<Ready>;
  readonly workspaces: {
    list(query?: PageQuery, signal?: AbortSignal): Promise<Page<WorkspaceView>>;
    create(
      body: Draft<CreateWorkspace, "description" | "visibility" | "settings">,
      signal?: AbortSignal,
    ): Promise<WorkspaceView>;
  };
  readonly documents: DocumentCalls;
  search(
    workspaceId: string,
    body: Draft<SearchRequest, "top_k">,
    signal?: AbortSignal,
  ): Promise<SearchResponse>;
  /** Answers without a conversation. */
  ask(workspaceId: string, body: Draft<AskRequest, "top_k">, signal?: AbortSignal): Promise<AskResponse>;
  readonly conversations: ConversationCalls;
  readonly turns: TurnCalls;
  readonly people: PeopleCalls;
  readonly keys: {
    create(body: Draft<CreateKey, "role">, signal?: AbortSignal): Promise<CreatedKey>;
    list(signal?: AbortSignal): Promise<Page<KeyView>>;
    revoke(id: string, signal?: AbortSignal): Promise<KeyView>;
  };
}

export function createClient({
  baseUrl,
  key,
  fetch = globalThis.fetch,
  patience = defaultPatience,
}: ClientOptions): Client {
  const wire = createWire(baseUrl, key, fetch);
  return {
    live: (signal) => wire.read(liveSchema, "GET", "/health/live", {}, signal),
    ready: (signal) => wire.read(readySchema, "GET", "/health/ready", { accepted: [503] }, signal),
    workspaces: workspaceCalls(wire),
    documents: documentCalls(wire, patience),
    search: (workspaceId, body, signal) =>
      wire.read(searchResponseSchema, "POST", `/api/v1/workspaces/${workspaceId}/search`, { body }, signal),
    ask: (workspaceId, body, signal) =>
      wire.read(askResponseSchema, "POST", `/api/v1/workspaces/${workspaceId}/ask`, { body }, signal),
    conversations: conversationCalls(wire),
    turns: turnCalls(wire, patience),
    keys: keyCalls(wire),
    people: peopleCalls(wire),
  };
}

function workspaceCalls(wire: Wire): Client["workspaces"] {
  const path = "/api/v1/workspaces";
  const workspaces = listSchema(workspaceSchema);
  return {
    list: (query, signal) => wire.read(workspaces, "GET", path, { query: { ...query } }, signal),
    create: (body, signal) => wire.read(workspaceSchema, "POST", path, { body }, signal),
  };
}

function keyCalls(wire: Wire): Client["keys"] {
  const path = "/api/v1/keys";
  const keys = listSchema(keySchema);
  return {
    create: (body, signal) => wire.read(createdKeySchema, "POST", path, { body }, signal),
    list: (signal) => wire.read(keys, "GET", path, {}, signal),
    revoke: (id, signal) => wire.read(keySchema, "DELETE", `${path}/${id}`, {}, signal),
  };
}
