import { createdKeySchema } from "../../../src/contract/keys.ts";
import * as fc from "fast-check";
import { askOddly } from "./askOddly.ts";
import { readOpenApi } from "./openApiDocument.ts";
import { requestsOf, type MadeUpRequest } from "./requestsOf.ts";

export interface OddRequestOptions {
  readonly url: string;
  readonly adminKey: string;
  readonly seed: number;
  /** Whether to go on after so many requests. */
  readonly goesOn: (sent: number) => boolean;
}

export interface OddRequestResult {
  readonly sent: number;
  /** Answered with a 2xx. */
  readonly taken: number;
  readonly faults: readonly { readonly request: MadeUpRequest; readonly fault: string }[];
}

const atOnce = 8;
/** Then things are planted anew: by then the requests have deleted most of them. */
const aRound = 1_000;

/** Sends requests made up from the server's own OpenAPI document, several at a time, and gathers what went wrong. */
export async function oddRequests({
  url,
  adminKey,
  seed,
  goesOn,
}: OddRequestOptions): Promise<OddRequestResult> {
  const document = readOpenApi(await (await fetch(`${url}/openapi.json`)).json());
  const faults: { request: MadeUpRequest; fault: string }[] = [];
  let sent = 0;
  let taken = 0;
  for (let round = 0; goesOn(sent); round += 1) {
    const { ids, keys } = await plant(url, adminKey);
    const requests = fc.sample(requestsOf(document, ids, keys), { numRuns: aRound, seed: seed + round });
    const sender = async () => {
      while (goesOn(sent)) {
        const request = requests.pop();
        if (!request) return;
        sent += 1;
        if (ends(request)) continue;
        const { status, fault } = await askOddly(url, request);
        if (status >= 200 && status < 300) taken += 1;
        if (fault !== null) faults.push({ request, fault });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
  }
  return { sent, taken, faults };
}

/** Taking the keys away that the requests are sent with would leave nothing to look at but 401. */
function ends({ method, path }: MadeUpRequest): boolean {
  return method === "DELETE" && /^\/api\/v1\/(?:keys|people)\//.test(path);
}

/** Things to ask for, and a narrower key to ask with. */
async function plant(url: string, adminKey: string) {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return response.json();
  };
  const form = new FormData();
  form.append("files", new Blob(["La garantía de las puertas dura cinco años."]), "puertas.txt");
  const upload = await fetch(`${url}/api/v1/workspaces/default/documents`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminKey}` },
    body: form,
  });
  const uploaded: unknown = await upload.json();
  const member = createdKeySchema.parse(await post("/api/v1/keys", { name: "m", role: "member" }));
  const answer = await post("/api/v1/chat", { message: "¿Cuánto dura la garantía?" });
  const query = await post("/api/v1/projects/default/query", {
    user_prompt_text: "¿Cuánto dura la garantía?",
  });
  const found = JSON.stringify([uploaded, member, answer, query]).match(
    /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g,
  );
  return {
    ids: [...new Set(found ?? [])],
    keys: [adminKey, adminKey, adminKey, member.key],
  };
}
