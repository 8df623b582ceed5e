import { expect, test } from "vitest";
import type { OwnedGrant, Authorized } from "../../src/core/access/authorized.ts";
import type { Workspace } from "../../src/core/access/workspace.ts";
import { acceptUpload } from "../../src/core/documents/upload.ts";
import type { Conversation } from "../../src/core/sessions/conversation.ts";
import { newTurn } from "../../src/core/sessions/newTurn.ts";

type Upload = Parameters<typeof acceptUpload>;
type Question = Parameters<typeof newTurn>;

/** Never called: that each marked line is refused is for the compiler to say, and it says so too when one is not. */
async function uploads(deps: Upload[0], files: Upload[2], limits: Upload[3], given: Given): Promise<void> {
  await acceptUpload(deps, given.mayUpload, files, limits);
  // @ts-expect-error -- a workspace alone is no proof that its actor may write in it
  await acceptUpload(deps, given.workspace, files, limits);
  // @ts-expect-error -- a look-alike lacks the brand that only the access policy can give
  await acceptUpload(deps, given.lookAlike, files, limits);
  // @ts-expect-error -- who may ask may not yet upload
  await acceptUpload(deps, given.mayAsk, files, limits);
}

/** Never called, like the one above. */
function questions(deps: Question[0], { asked, request, origin }: Asked, given: Given): void {
  newTurn(deps, given.mayAsk, asked, request, origin);
  newTurn(deps, given.owned, asked, request, origin);
  // @ts-expect-error -- a workspace alone is no proof that its actor may ask in it
  newTurn(deps, given.workspace, asked, request, origin);
  // @ts-expect-error -- who may upload may not yet ask
  newTurn(deps, given.mayUpload, asked, request, origin);
  // @ts-expect-error -- who may read a conversation's documents may not yet ask in it
  newTurn(deps, given.ownedToRead, asked, request, origin);
  // @ts-expect-error -- a conversation comes with the workspace that it lies in, or not at all
  newTurn(deps, given.owned.owned, asked, request, origin);
}

interface Asked {
  readonly asked: Question[2];
  readonly request: Question[3];
  readonly origin: Question[4];
}

interface Given {
  readonly workspace: Workspace;
  readonly mayUpload: Authorized<Workspace, "documents:create">;
  readonly lookAlike: Pick<
    Authorized<Workspace, "documents:create">,
    "actor" | "value" | "scope" | "admitted"
  >;
  readonly mayAsk: Authorized<Workspace, "query:ask">;
  readonly owned: OwnedGrant<Conversation, "query:stream">;
  readonly ownedToRead: OwnedGrant<Conversation, "documents:read">;
}

test("uploading and asking take a proof of the right scope and nothing else", () => {
  expect([uploads.length, questions.length]).toEqual([4, 3]);
});
