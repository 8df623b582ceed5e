import type { Locale } from "../contract/common.ts";
import { message } from "../contract/messages.ts";
import type { DigestDep } from "./access/keys.ts";
import type { Workspace } from "./access/workspace.ts";
import type { Model } from "./answering/model.ts";
import type { ModelHealthDep } from "./answering/modelHealth.ts";
import type { OpeningDeps } from "./answering/opening.ts";
import { askWhole } from "./answering/wholeAnswer.ts";
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
import { leansOnHistory } from "./understanding/followUps/leansOnHistory.ts";
import { rewriteFollowUp, type AskRewriter } from "./understanding/followUps/rewriteFollowUp.ts";
import { rewriterPrompt } from "./understanding/followUps/rewriterPrompt.ts";

/** The steps of a turn that may fail: how long each may take, what the turn goes on with, what people are told. */

type Records = ConversationRecordsDep & DocumentRecordsDep;

/** Files are attached to the conversation, never waited for: they are read in the background. */
export function attaching(
  deps: Records,
  { conversation, fileIds, locale, asker }: Turn,
): Step<AttachedFiles | null> {
  return {
    name: "ingestion",
    limitMs: 2_000,
    run: () => attachFiles(deps, conversation, fileIds, asker),
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

/** Whether what was said before counts for this turn: a query of a project stands alone where nothing shows otherwise. */
export function recalls({ mode, memory, question }: Turn): boolean {
  if (mode === "new") return false;
  return mode === "continue" || memory !== "interactions" || leansOnHistory(question) !== null;
}

export interface Retrieved {
  readonly scope: DocumentScope | null;
  readonly found: FoundEvidence;
}

export const withoutContext: Retrieved = { scope: null, found: noEvidence };

/** A model that rewrites questions which lean on what was said before. */
export interface Rewriter {
  readonly model: Model;
  /** The longest that it is waited for. */
  readonly timeoutMs: number;
  /** Of its own, so that a slow rewriting never stops the model from answering. */
  readonly healthOf: ModelHealthDep["healthOf"];
}

export interface RewriterDep {
  /** Left out: rules rewrite. */
  readonly rewriter?: Rewriter | null;
}

export type RetrievingDeps = Records & EvidenceDeps & OpeningDeps & RewriterDep & DigestDep;

/** Evidence from the documents that are ready by now, for the question as its conversation means it. */
export function retrieving(deps: RetrievingDeps, turn: Turn, history: readonly Said[]): Step<Retrieved> {
  return {
    name: "retrieval",
    limitMs: 10_000,
    async run(limit) {
      const scope = await documentScope(deps, turn);
      const { rewriter } = deps;
      const ask = rewriter && scope.searchable > 0 ? askingRewriter(deps, rewriter, turn, limit) : null;
      const { query, metadata } = await rewriteFollowUp({ ...turn, history }, ask);
      const found = await gatherEvidence(deps, { ...turn, question: query }, scope, limit);
      return { scope, found: { ...found, metadata: { ...found.metadata, ...metadata } } };
    },
    otherwise: withoutContext,
    warning: message(turn.locale, "retrieval_failed"),
  };
}

/** For a model that does not listen when its own timer calls it off. */
const deafMs = 50;

/** One call within the rewriter's time, never repeated; whatever it fails of, the rules take over. */
export function askingRewriter(
  deps: OpeningDeps & DigestDep,
  { model, timeoutMs, healthOf }: Rewriter,
  turn: { readonly id: string; readonly workspace: Pick<Workspace, "id">; readonly locale: Locale },
  signal: AbortSignal,
): AskRewriter {
  const limits = { connectMs: timeoutMs, firstContentMs: timeoutMs, idleMs: timeoutMs, totalMs: timeoutMs };
  return async (question, said) => {
    const prompt = rewriterPrompt(deps, question, said, turn.locale);
    const run = askWhole(
      { ...deps, healthOf, retry: { retries: 0, baseMs: 0 } },
      { ...model, timers: limits },
      {
        workspaceId: turn.workspace.id,
        turnId: turn.id,
        strategy: "single",
        phase: "understanding",
        requestFor: () => ({ question, evidence: [], locale: turn.locale, ...prompt }),
        deadline: deps.clock.elapsed() + timeoutMs,
        attempts: [],
      },
      null,
      signal,
    );
    const overdue = Promise.withResolvers<null>();
    const stop = deps.clock.after(timeoutMs + deafMs, () => overdue.resolve(null));
    try {
      const ended = await Promise.race([run.ended, overdue.promise]);
      return ended && !ended.answer.failure ? unquoted(ended.answer.text) : null;
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      deps.telemetry.error("rewriter_broke", { turn_id: turn.id }, cause);
      return null;
    } finally {
      stop();
      run.lose();
      // What is called off has nobody to tell any more.
      run.ended.catch(() => undefined);
    }
  };
}

/** Models like to quote what they were asked for. */
function unquoted(text: string): string {
  return text.trim().replace(/^["“«](.*)["”»]$/su, "$1");
}
