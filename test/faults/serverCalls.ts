import * as z from "zod";
import { listSchema } from "../../src/contract/common.ts";
import {
  messageSchema,
  turnSchema,
  type MessageView,
  type TurnView,
} from "../../src/contract/conversations.ts";
import {
  acceptedDocumentsSchema,
  documentSchema,
  documentTextSchema,
  type DocumentView,
} from "../../src/contract/documents.ts";
import { readySchema } from "../../src/contract/health.ts";
import { searchResponseSchema } from "../../src/contract/retrieval.ts";
import { adminKey } from "./childServer.ts";
import type { PlantedFile } from "./plantedFile.ts";

/** One server-sent event as it went over the wire, and when it arrived (milliseconds of `performance.now`). */
export interface Frame {
  readonly id: number;
  readonly event: string;
  readonly text: string;
  readonly at: number;
}

/** The server answered, with a status that is not a success. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number, what: string) {
    super(`${what}: ${status}`);
    this.status = status;
  }
}

/** HTTP without retries, so that what the process promised is seen as it was promised. */
export type ServerCalls = ReturnType<typeof createServerCalls>;

const workspace = "/api/v1/workspaces/default";

export function createServerCalls(url: string) {
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${adminKey}`);
    const response = await fetch(`${url}${path}`, { ...init, method, headers });
    if (response.ok) return response;
    throw new StatusError(response.status, `${method} ${path} ${(await response.text()).slice(0, 300)}`);
  }
  const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  const read = async <T extends z.ZodType>(schema: T, response: Promise<Response>): Promise<z.infer<T>> =>
    schema.parse(await (await response).json());

  async function pages<T extends z.ZodType<{ readonly id: string }>>(
    schema: T,
    path: string,
  ): Promise<z.infer<T>[]> {
    const all: z.infer<T>[] = [];
    let next: string | undefined;
    do {
      const cursor = next === undefined ? "" : `&cursor=${next}`;
      const page = await read(listSchema(schema), send("GET", `${path}?limit=100${cursor}`));
      all.push(...page.items);
      next = page.next;
    } while (next !== undefined);
    return all;
  }

  return {
    async upload(file: PlantedFile): Promise<{ readonly id: string; readonly bytes: number }> {
      const form = new FormData();
      form.append("files", new Blob([file.bytes]), file.name);
      const { items } = await read(
        acceptedDocumentsSchema,
        send("POST", `${workspace}/documents`, { body: form }),
      );
      const [item] = items;
      if (!item || items.length !== 1 || item.name !== file.name)
        throw new Error(`strange receipt for ${file.name}`);
      return item;
    },
    documents: (): Promise<DocumentView[]> => pages(documentSchema, `${workspace}/documents`),
    document: (id: string) => read(documentSchema, send("GET", `${workspace}/documents/${id}`)),
    text: (id: string) => read(documentTextSchema, send("GET", `${workspace}/documents/${id}/text`)),
    content: async (id: string) =>
      new Uint8Array(await (await send("GET", `${workspace}/documents/${id}/content`)).arrayBuffer()),
    remove: async (id: string) => void (await send("DELETE", `${workspace}/documents/${id}`)),
    reprocess: async (id: string) => void (await send("POST", `${workspace}/documents/${id}/reprocess`)),
    search: async (query: string) =>
      (await read(searchResponseSchema, send("POST", `${workspace}/search`, json({ query, top_k: 20 }))))
        .items,
    ready: () => read(readySchema, send("GET", "/health/ready")),
    turn: (id: string): Promise<TurnView> => read(turnSchema, send("GET", `/api/v1/turns/${id}`)),
    messages: (conversation: string): Promise<MessageView[]> =>
      pages(messageSchema, `/api/v1/conversations/${conversation}/messages`),
    createConversation: async () =>
      (await read(z.object({ id: z.string() }), send("POST", "/api/v1/conversations", json({})))).id,
    chat: (body: { message: string; model: string; conversation_id?: string; document_ids?: string[] }) =>
      send("POST", "/api/v1/chat", json(body, { accept: "text/event-stream" })),
    async replay(turn: string, after: number): Promise<Frame[]> {
      const frames: Frame[] = [];
      const headers = { "last-event-id": String(after) };
      const response = await send("GET", `/api/v1/turns/${turn}/events`, { headers });
      await readFrames(response, (frame) => frames.push(frame));
      return frames;
    },
    documentEvents: (signal: AbortSignal) => send("GET", `${workspace}/events`, { signal }),
  };
}

/** Whole frames only; rejects when the connection breaks, with every frame that had arrived given. */
export async function readFrames(response: Response, onFrame: (frame: Frame) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of response.body ?? []) {
    if (!(piece instanceof Uint8Array)) throw new TypeError("a body gave something else than bytes");
    rest += decoder.decode(piece, { stream: true });
    const whole = rest.split("\n\n");
    rest = whole.pop() ?? "";
    for (const text of whole) {
      const event = /^event: (.*)$/m.exec(text)?.[1];
      if (event === undefined) continue;
      onFrame({ id: Number(/^id: (\d+)$/m.exec(text)?.[1]), event, text, at: performance.now() });
    }
  }
}

export function frameData<T extends z.ZodType>(schema: T, frame: Frame): z.infer<T> {
  return schema.parse(JSON.parse(/^data: (.*)$/m.exec(frame.text)?.[1] ?? "null"));
}
