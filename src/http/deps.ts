import type { Locale } from "../contract/common.ts";
import type { Ready } from "../contract/health.ts";
import type { DigestDep, KeyRecordsDep } from "../core/access/keys.ts";
import type { TokenVerifierDep } from "../core/access/tokenVerifier.ts";
import type { WorkspaceRecordsDep } from "../core/access/workspace.ts";
import type { LifecycleDeps } from "../core/documents/lifecycle.ts";
import type { UploadDeps } from "../core/documents/upload.ts";
import type { AnalyticsRecordsDep } from "../core/feedback/analytics.ts";
import type { AuditRecordsDep } from "../core/feedback/audit.ts";
import type { EraseDeps, PhoneNumberDep } from "../core/feedback/person.ts";
import type { VoteRecordsDep } from "../core/feedback/vote.ts";
import type { OnceDep } from "../core/limits/idempotency.ts";
import type { Rates } from "../core/limits/rate.ts";
import type { ActiveTurnsDep } from "../core/measuring/activeTurn.ts";
import type { UsageReadsDep } from "../core/answering/usage.ts";
import type { TurnFiguresDep } from "../core/measuring/turnLedger.ts";
import type { EmbedderDep } from "../core/retrieval/embedder.ts";
import type { TurnRunner, TurnRunnerDeps } from "../core/turnRunner.ts";

/** What the routes call: core functions' dependencies and a few settings, put together by `compose.ts`. */
export type HttpDeps = TurnRunnerDeps &
  WorkspaceRecordsDep &
  KeyRecordsDep &
  DigestDep &
  TokenVerifierDep &
  UploadDeps &
  LifecycleDeps &
  EmbedderDep &
  TurnFiguresDep &
  UsageReadsDep &
  ActiveTurnsDep &
  OnceDep &
  VoteRecordsDep &
  AuditRecordsDep &
  AnalyticsRecordsDep &
  PhoneNumberDep &
  Omit<EraseDeps, "runner"> & {
    readonly runner: TurnRunner;
    /** Aborts at a stop: streams without an end of their own end. */
    readonly closing: AbortSignal;
    readonly defaultWorkspaceId: string;
    readonly defaultLocale: Locale;
    /** Exact origins of pages that may call from a browser. */
    readonly origins: readonly string[];
    /** Addresses and networks of the proxies whose word on a client's address counts. */
    readonly trustProxy: string[] | boolean;
    readonly rates: Rates;
    readonly uploadBytes: number;
    readonly version: string;
    readonly readiness: () => Promise<Ready>;
    readonly metrics: () => Promise<string>;
  };
