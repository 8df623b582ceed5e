import type { QueryResponse } from "../../contract/query.ts";
import type { Role } from "../../contract/keys.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { isRefusal, refuse, type Refusal } from "../errors.ts";
import { commonRoles } from "./documentAccess.ts";
import type { AcceptedDocument } from "./documentRecords.ts";
import { acceptUpload, type UploadDeps } from "./upload.ts";

/** A moderated answer as a document of its project, found by later questions of those who may read all that it is made of. */
export async function keepSynthesis(
  deps: UploadDeps,
  workspace: Authorized<Workspace, "documents:create">,
  question: string,
  {
    synthesis_text,
    context_info,
    leansOnHistory,
  }: Pick<QueryResponse, "synthesis_text" | "context_info"> & {
    /** The models read earlier queries too, whose sources are not told. */
    readonly leansOnHistory: boolean;
  },
  fileBytes: number,
): Promise<AcceptedDocument | Refusal> {
  // Its marks point to passages of that one answer; what stays true are the documents' names.
  const text = synthesis_text.replace(/[ \t]*\[S\d+\]/g, "");
  const names = [...new Set(context_info?.sources.map(({ doc_name }) => doc_name))];
  const parts = [`# ${question}`, text, ...(names.length > 0 ? [`(${names.join(", ")})`] : [])];
  const content = new TextEncoder().encode(`${parts.join("\n\n")}\n`);
  const title = Array.from(question.replace(/[\s/\\]+/g, " ").trim())
    .slice(0, 80)
    .join("");
  const file = { index: 0, name: `${title}.md`, content: piecesOf(content) };
  const sourceIds = [...new Set(context_info?.sources.map(({ doc_id }) => doc_id))];
  const allowedRoles = await rolesFor(deps, workspace, sourceIds, leansOnHistory);
  const acceptance = { sourceType: "ai_synthesis", allowedRoles } as const;
  const accepted = await acceptUpload(deps, workspace, once(file), { fileBytes, files: 1 }, acceptance);
  if (isRefusal(accepted)) return accepted;
  return accepted[0] ?? refuse("internal", "Nothing was kept.");
}

/** Of what earlier queries may have told, it is only known that this role might read it. */
async function rolesFor(
  { documents }: UploadDeps,
  { actor, value: { id } }: Authorized<Workspace, "documents:create">,
  sourceIds: readonly string[],
  leansOnHistory: boolean,
): Promise<readonly Role[]> {
  const sources = await documents.getMany(id, sourceIds);
  const hasSecrets = leansOnHistory && (await documents.restricted(id)).length > 0;
  return commonRoles(hasSecrets ? [...sources, { allowedRoles: [actor.role] }] : sources);
}

async function* piecesOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

async function* once<T>(item: T): AsyncGenerator<T> {
  yield item;
}
