import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { idSchema } from "../contract/common.ts";
import { acceptedDocumentsSchema, type AcceptedDocuments } from "../contract/documents.ts";
import { roles, type Role } from "../contract/keys.ts";
import type { Authorized } from "../core/access/authorized.ts";
import type { Workspace } from "../core/access/workspace.ts";
import { acceptFiles } from "../core/documents/acceptFiles.ts";
import { receiveFiles, type ReceivedFile, type UploadedFile } from "../core/documents/receiveFiles.ts";
import type { Conversation } from "../core/sessions/conversation.ts";
import { isRefusal, refuse, type Refusal } from "../core/errors.ts";
import type { HttpDeps } from "./deps.ts";
import { idempotencyKey, idempotent } from "./limits/idempotent.ts";
import { granted, RefusedError } from "./problem.ts";
import { admitConversation } from "./request.ts";
import { acceptedView } from "./views.ts";

const filesAtOnce = 100;
const lingerMs = 2_000;

type Items = AcceptedDocuments["items"];

/**
 * Streams the parts named `files` of a multipart request into the workspace, and into the conversation it names. Sent
 * again under one `Idempotency-Key`, it is read again but gives what the first came to.
 */
export async function receiveUpload(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Authorized<Workspace, "documents:create">,
): Promise<Items> {
  if (!request.isMultipart()) {
    throw new RefusedError(
      refuse("bad_request", "Send multipart/form-data with one or more parts named `files`."),
    );
  }
  idempotencyKey(request);
  const form: Form = { workspaceId: workspace.value.id, conversation: null, allowedRoles: [] };
  const limits = { fileBytes: deps.uploadBytes, files: filesAtOnce };
  const files = filesOf(deps, request, form);
  const accept = (received: readonly ReceivedFile[]) =>
    idempotent<Items>(deps, request, workspace, operationOf(received, form), {
      ids: () => received.map(() => deps.random.id()),
      run: (ids, again) => acceptForm(deps, workspace, received, form, { ids, again }),
      remembered: (items) => items,
      repeat: async (_, remembered) => acceptedDocumentsSchema.shape.items.parse(remembered),
    });
  return granted(
    await receiveFiles(deps, workspace, files, limits, accept).finally(() => dismissRest(request)),
  );
}

async function acceptForm(
  deps: HttpDeps,
  workspace: Authorized<Workspace, "documents:create">,
  received: readonly ReceivedFile[],
  { conversation, allowedRoles }: Form,
  attempt: { readonly ids: readonly string[]; readonly again: boolean },
): Promise<Items | Refusal> {
  const accepted = await acceptFiles(deps, workspace, received, { ...attempt, allowedRoles });
  if (isRefusal(accepted)) return accepted;
  if (conversation !== null) {
    await deps.conversations.attach(
      conversation,
      accepted.map(({ document }) => document.id),
    );
  }
  return accepted.map(acceptedView);
}

function operationOf(received: readonly ReceivedFile[], { conversation, allowedRoles }: Form) {
  const files = received.map(({ name, blob }) => [name, blob.hash]);
  return {
    name: "POST /documents",
    parts: { files, conversation: conversation?.id, roles: allowedRoles.toSorted() },
  };
}

/**
 * What is left of a refused request is thrown away for a while, so that a client that is still sending gets to read
 * the refusal; then the connection ends, so that nobody can keep it busy.
 */
function dismissRest({ raw }: FastifyRequest): void {
  if (raw.readableEnded) return;
  raw.unpipe();
  raw.resume();
  const end = setTimeout(() => raw.destroy(), lingerMs);
  raw.once("close", () => clearTimeout(end));
}

interface Form {
  readonly workspaceId: string;
  conversation: Conversation | null;
  allowedRoles: readonly Role[];
}

async function* filesOf(deps: HttpDeps, request: FastifyRequest, form: Form): AsyncGenerator<UploadedFile> {
  const { workspaceId } = form;
  let index = 0;
  for await (const part of wellFormed(request.parts({ limits: { fileSize: Number.POSITIVE_INFINITY } }))) {
    if (part.type === "file") {
      if (part.fieldname !== "files")
        throw wrongField(part.fieldname, "the parts that hold files are named `files`");
      yield { index: index++, name: part.filename ?? "", content: wellFormed(contentOf(part)) };
    } else if (part.fieldname === "conversation_id") {
      const id = idSchema.safeParse(part.value);
      if (!id.success) throw wrongField("conversation_id", "must be a conversation's id");
      const { owned } = await admitConversation(deps, request, id.data, "documents:create");
      if (owned.value.workspaceId !== workspaceId)
        throw wrongField("conversation_id", "lies in another workspace");
      form.conversation = owned.value;
    } else if (part.fieldname === "allowed_roles") {
      form.allowedRoles = [...new Set([...form.allowedRoles, ...rolesIn(part.value)])];
    } else {
      throw wrongField(part.fieldname, "there is no such field");
    }
  }
}

/** Separated by commas; none in an empty field. */
function rolesIn(value: unknown): readonly Role[] {
  const names = String(value)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.map((name) => {
    const role = roles.find((known) => known === name);
    if (role === undefined) throw wrongField("allowed_roles", `must be of ${roles.join(", ")}`);
    return role;
  });
}

async function* contentOf(part: MultipartFile): AsyncGenerator<Uint8Array> {
  for await (const piece of part.file) if (piece instanceof Uint8Array) yield piece;
}

/** What the multipart parser finds wrong is the client's to mend. */
async function* wellFormed<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (cause) {
    if (cause instanceof RefusedError || (cause instanceof Error && "statusCode" in cause)) throw cause;
    throw new RefusedError(refuse("bad_request", "The multipart form is malformed or was cut off."));
  }
}

function wrongField(path: string, message: string): RefusedError {
  return new RefusedError(
    refuse("validation_error", "The form has a field that is not valid.", [{ path, message }]),
  );
}
