import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { idSchema } from "../contract/common.ts";
import type { Authorized } from "../core/access/authorized.ts";
import type { Workspace } from "../core/access/workspace.ts";
import type { AcceptedDocument } from "../core/documents/documentRecords.ts";
import { acceptUpload, type UploadedFile } from "../core/documents/upload.ts";
import type { Conversation } from "../core/sessions/conversation.ts";
import { refuse } from "../core/errors.ts";
import type { HttpDeps } from "./deps.ts";
import { granted, RefusedError } from "./problem.ts";
import { admitConversation } from "./request.ts";

const filesAtOnce = 100;
const lingerMs = 2_000;

/** Streams the parts named `files` of a multipart request into the workspace, and into the conversation it names. */
export async function receiveUpload(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Authorized<Workspace, "documents:create">,
): Promise<AcceptedDocument[]> {
  if (!request.isMultipart()) {
    throw new RefusedError(
      refuse("bad_request", "Send multipart/form-data with one or more parts named `files`."),
    );
  }
  const form: Form = { workspaceId: workspace.value.id, conversation: null };
  const limits = { fileBytes: deps.uploadBytes, files: filesAtOnce };
  const accepted = granted(
    await acceptUpload(deps, workspace, filesOf(deps, request, form), limits).finally(() =>
      dismissRest(request),
    ),
  );
  if (form.conversation !== null) {
    await deps.conversations.attach(
      form.conversation,
      accepted.map(({ document }) => document.id),
    );
  }
  return accepted;
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
    } else {
      throw wrongField(part.fieldname, "there is no such field");
    }
  }
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
