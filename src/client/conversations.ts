import { listSchema } from "../contract/common.ts";
import {
  branchSchema,
  conversationSchema,
  messageSchema,
  type BranchView,
  type ConversationView,
  type CreateConversation,
  type exportFormats,
  type MessageView,
  type PatchConversation,
} from "../contract/conversations.ts";
import type { Page, PageQuery } from "./page.ts";
import type { Wire } from "./wire.ts";

export interface ConversationQuery extends PageQuery {
  readonly workspace_id?: string;
  /** Text in title or messages; case and accents do not count. */
  readonly q?: string;
  readonly pinned?: boolean;
}

export interface ConversationCalls {
  create(body?: CreateConversation, signal?: AbortSignal): Promise<ConversationView>;
  list(query?: ConversationQuery, signal?: AbortSignal): Promise<Page<ConversationView>>;
  get(id: string, signal?: AbortSignal): Promise<ConversationView>;
  /** Title, pin, and the branch that is read and continued. */
  update(id: string, body: PatchConversation, signal?: AbortSignal): Promise<ConversationView>;
  /** Of the active branch unless the query names another one. */
  messages(
    id: string,
    query?: PageQuery & { readonly branch_id?: string },
    signal?: AbortSignal,
  ): Promise<Page<MessageView>>;
  branches(id: string, signal?: AbortSignal): Promise<Page<BranchView>>;
  /** The file as it comes; its name is in `content-disposition`. */
  download(id: string, format: (typeof exportFormats)[number], signal?: AbortSignal): Promise<Response>;
  /** Removes the messages and branches. */
  clear(id: string, signal?: AbortSignal): Promise<void>;
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

export function conversationCalls(wire: Wire): ConversationCalls {
  const path = "/api/v1/conversations";
  const conversations = listSchema(conversationSchema);
  const messages = listSchema(messageSchema);
  const branches = listSchema(branchSchema);
  return {
    create: (body = {}, signal) => wire.read(conversationSchema, "POST", path, { body }, signal),
    list: ({ pinned, ...query } = {}, signal) =>
      wire.read(
        conversations,
        "GET",
        path,
        { query: { ...query, ...(pinned !== undefined && { pinned: String(pinned) }) } },
        signal,
      ),
    get: (id, signal) => wire.read(conversationSchema, "GET", `${path}/${id}`, {}, signal),
    update: (id, body, signal) => wire.read(conversationSchema, "PATCH", `${path}/${id}`, { body }, signal),
    messages: (id, query, signal) =>
      wire.read(messages, "GET", `${path}/${id}/messages`, { query: { ...query } }, signal),
    branches: (id, signal) => wire.read(branches, "GET", `${path}/${id}/branches`, {}, signal),
    download: (id, format, signal) =>
      wire.send("GET", `${path}/${id}/export`, { query: { format }, headers: { accept: "*/*" } }, signal),
    async clear(id, signal) {
      await wire.send("DELETE", `${path}/${id}/messages`, {}, signal);
    },
    async remove(id, signal) {
      await wire.send("DELETE", `${path}/${id}`, {}, signal);
    },
  };
}
