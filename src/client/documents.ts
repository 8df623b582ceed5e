import { listSchema } from "../contract/common.ts";
import {
  acceptedDocumentsSchema,
  documentEventSchema,
  documentSchema,
  type AcceptedDocuments,
  type DocumentEvent,
  type DocumentStatus,
  type DocumentView,
  type PatchDocument,
} from "../contract/documents.ts";
import { resumedEvents, type Patience } from "./resumedEvents.ts";
import type { Page, PageQuery } from "./page.ts";
import type { Wire } from "./wire.ts";

export interface UploadPart {
  readonly name: string;
  readonly body: Blob;
}

export interface DocumentEventsOptions {
  /** Only what came after this event; left out, only what comes from now on. */
  readonly after?: string;
  /** Called at every opening: from the first on, nothing is missed. */
  readonly onOpen?: () => void;
}

export interface UploadOptions {
  readonly conversationId?: string;
  /** Who may know of the documents; left out, all who may read the workspace. */
  readonly allowedRoles?: PatchDocument["allowed_roles"];
  /** Sent again with the same files, the first answer comes again. */
  readonly idempotencyKey?: string;
}

/** `workspaceId` is an id or `default`. */
export interface DocumentCalls {
  upload(
    workspaceId: string,
    files: readonly UploadPart[],
    options?: UploadOptions,
    signal?: AbortSignal,
  ): Promise<AcceptedDocuments>;
  get(workspaceId: string, id: string, signal?: AbortSignal): Promise<DocumentView>;
  list(
    workspaceId: string,
    query?: PageQuery & { readonly status?: DocumentStatus },
    signal?: AbortSignal,
  ): Promise<Page<DocumentView>>;
  update(workspaceId: string, id: string, patch: PatchDocument, signal?: AbortSignal): Promise<DocumentView>;
  remove(workspaceId: string, id: string, signal?: AbortSignal): Promise<void>;
  /** Every change of state, until `signal` aborts, which throws its reason. */
  events(
    workspaceId: string,
    options: DocumentEventsOptions,
    signal: AbortSignal,
  ): AsyncIterable<DocumentEvent>;
}

export function documentCalls(wire: Wire, patience: Patience): DocumentCalls {
  const documents = listSchema(documentSchema);
  const root = (workspaceId: string) => `/api/v1/workspaces/${workspaceId}`;
  return {
    upload(workspaceId, files, { conversationId, allowedRoles = [], idempotencyKey } = {}, signal) {
      const form = new FormData();
      // Fields come before files, so that a server that reads in order knows them first.
      if (conversationId !== undefined) form.append("conversation_id", conversationId);
      if (allowedRoles.length > 0) form.append("allowed_roles", allowedRoles.join(","));
      for (const { name, body } of files) form.append("files", body, name);
      const headers = idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey };
      const path = `${root(workspaceId)}/documents`;
      return wire.read(acceptedDocumentsSchema, "POST", path, { form, headers }, signal);
    },
    get: (workspaceId, id, signal) =>
      wire.read(documentSchema, "GET", `${root(workspaceId)}/documents/${id}`, {}, signal),
    list: (workspaceId, query, signal) =>
      wire.read(documents, "GET", `${root(workspaceId)}/documents`, { query: { ...query } }, signal),
    update: (workspaceId, id, patch, signal) =>
      wire.read(documentSchema, "PATCH", `${root(workspaceId)}/documents/${id}`, { body: patch }, signal),
    async remove(workspaceId, id, signal) {
      await wire.send("DELETE", `${root(workspaceId)}/documents/${id}`, {}, signal);
    },
    async *events(workspaceId, { after, onOpen }, signal) {
      const open = async (lastId: string | null) => {
        const last = lastId ?? after;
        const headers = { accept: "text/event-stream", ...(last !== undefined && { "last-event-id": last }) };
        const response = await wire.send("GET", `${root(workspaceId)}/events`, { headers }, signal);
        onOpen?.();
        return response;
      };
      for await (const message of resumedEvents(open, patience, signal)) {
        if (message.event === "document") yield documentEventSchema.parse(JSON.parse(message.data));
      }
    },
  };
}
