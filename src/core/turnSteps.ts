import { message } from "../contract/messages.ts";
import { attachFiles, type AttachedFiles } from "./documents/attach.ts";
import type { DocumentRecordsDep } from "./documents/documentRecords.ts";
import { documentScope, type DocumentScope } from "./documents/scope.ts";
import {
  gatherEvidence,
  noEvidence,
  type EvidenceDeps,
  type FoundEvidence,
} from "./retrieval/gatherEvidence.ts";
import type { ConversationRecordsDep, Said } from "./sessions/conversation.ts";
import type { InteractionRecordsDep } from "./sessions/interaction.ts";
import { readHistory } from "./sessions/history.ts";
import type { Turn } from "./sessions/turn.ts";
import type { Step } from "./step.ts";

/** The steps of a turn that may fail: how long each may take, what the turn goes on with, what people are told. */

type Records = ConversationRecordsDep & DocumentRecordsDep;

/** Files are attached to the conversation, never waited for: they are read in the background. */
export function attaching(
  deps: Records,
  { conversation, fileIds, locale }: Turn,
): Step<AttachedFiles | null> {
  return {
    name: "ingestion",
    limitMs: 2_000,
    run: () => attachFiles(deps, conversation, fileIds),
    otherwise: null,
    warning: message(locale, "files_failed", { reason: message(locale, "ingestion_unavailable") }),
  };
}

/** What was said before, so that the question is understood in its conversation. */
export function recalling(
  deps: ConversationRecordsDep & InteractionRecordsDep,
  turn: Turn,
): Step<readonly Said[]> {
  return {
    name: "understanding",
    limitMs: 2_000,
    run: () => readHistory(deps, turn),
    otherwise: [],
    warning: message(turn.locale, "understanding_failed"),
  };
}

export interface Retrieved {
  readonly scope: DocumentScope | null;
  readonly found: FoundEvidence;
}

export const withoutContext: Retrieved = { scope: null, found: noEvidence };

/** Evidence from the documents that are ready by now. */
export function retrieving(deps: Records & EvidenceDeps, turn: Turn): Step<Retrieved> {
  return {
    name: "retrieval",
    limitMs: 10_000,
    async run(limit) {
      const scope = await documentScope(deps, turn);
      return { scope, found: await gatherEvidence(deps, turn, scope, limit) };
    },
    otherwise: withoutContext,
    warning: message(turn.locale, "retrieval_failed"),
  };
}
