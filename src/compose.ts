import { createDiskBlobs } from "./adapters/blobs/diskBlobs.ts";
import { createLocalDocumentEvents } from "./adapters/bus/localDocumentEvents.ts";
import { createLocalTurnLog } from "./adapters/bus/localTurnLog.ts";
import { openLanceIndex } from "./adapters/index/lanceIndex.ts";
import { createReaderPool } from "./adapters/parsers/readerPool.ts";
import { isSupported, sniffMime, supportedMimes } from "./adapters/parsers/sniff.ts";
import { createChunkRecords } from "./adapters/records/chunkRecords.ts";
import { createConversationRecords } from "./adapters/records/conversationRecords.ts";
import { createDocumentRecords } from "./adapters/records/documentRecords.ts";
import { createInteractionRecords } from "./adapters/records/interactionRecords.ts";
import { createKeyRecords } from "./adapters/records/keyRecords.ts";
import { rememberKeys, rememberWorkspaces } from "./adapters/records/remembered.ts";
import { rememberCensus } from "./adapters/records/rememberedCensus.ts";
import { openSqlite } from "./adapters/records/sqlite.ts";
import { createUsageRecords } from "./adapters/records/usageRecords.ts";
import { createModelMetrics, withMetrics } from "./adapters/telemetry/modelMetrics.ts";
import { createTurnFigures } from "./adapters/records/turnFigureRecords.ts";
import { createTurnMetrics } from "./adapters/telemetry/turnMetrics.ts";
import { createTurnSpans } from "./adapters/telemetry/turnSpans.ts";
import { createTurnRecords } from "./adapters/records/turnRecords.ts";
import { createWorkspaceRecords } from "./adapters/records/workspaceRecords.ts";
import { claimDataFolder } from "./adapters/system/dataFolder.ts";
import { secureRandom, sha256 } from "./adapters/system/secureRandom.ts";
import { systemClock } from "./adapters/system/systemClock.ts";
import { createLogger } from "./adapters/telemetry/logger.ts";
import { createTelemetry } from "./adapters/telemetry/telemetry.ts";
import { composeAnswering } from "./compose/answering.ts";
import { forgetDaily } from "./compose/forgetDaily.ts";
import { composePeople } from "./compose/people.ts";
import type { Config } from "./config.ts";
import type { Ready } from "./contract/health.ts";
import { message } from "./contract/messages.ts";
import { firstKey, firstWorkspace } from "./core/access/firstStart.ts";
import type { TokenVerifier } from "./core/access/tokenVerifier.ts";
import type { ClockDep } from "./core/clock.ts";
import { createExtractiveModel } from "./core/answering/extractive.ts";
import { everyModel, type ModelsDep } from "./core/answering/choosing.ts";
import { createModelHealth } from "./core/answering/modelHealth.ts";
import type { DocumentRecordsDep } from "./core/documents/documentRecords.ts";
import type { DocumentReaderDep } from "./core/documents/reader.ts";
import { createBlobLocks } from "./core/documents/blobLocks.ts";
import { createIngestor } from "./core/documents/ingest.ts";
import { reconcileIndex, reconcileWorkspace } from "./core/documents/reconcileIndex.ts";
import { sweepBlobs } from "./core/documents/sweepBlobs.ts";
import type { ChunkIndexDep } from "./core/retrieval/chunkIndex.ts";
import { analyse, analyserVersion } from "./core/retrieval/textAnalysis.ts";
import { fanOut } from "./core/measuring/fanOut.ts";
import type { ConversationRecordsDep } from "./core/sessions/conversation.ts";
import type { InteractionRecordsDep } from "./core/sessions/interaction.ts";
import type { TurnRecordsDep } from "./core/sessions/turn.ts";
import { settleInterrupted } from "./core/sessions/settleInterrupted.ts";
import { createTurnRunner } from "./core/turnRunner.ts";

/** Ports that a test or a bench puts something else in place of. */
type Replaceable = ChunkIndexDep &
  ModelsDep &
  DocumentReaderDep &
  DocumentRecordsDep &
  ConversationRecordsDep &
  InteractionRecordsDep &
  TurnRecordsDep;

export type Overrides = (ports: Replaceable) => Partial<Replaceable>;

/** Work beside the requests, one piece after the other. */
function createBackground(onError: (cause: unknown) => void) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run(work: () => Promise<unknown>) {
      waiting += 1;
      last = last
        .then(work)
        .catch(onError)
        .finally(() => (waiting -= 1));
    },
    busy: () => waiting > 0,
    idle: () => last,
  };
}

/** The library that reads tokens is 10 MB: loaded where tokens are taken. */
async function tokensOf({ tokens }: Config, deps: ClockDep): Promise<TokenVerifier | null> {
  if (!tokens) return null;
  const { createJwtVerifier } = await import("./adapters/tokens/jwtVerifier.ts");
  return createJwtVerifier(deps, tokens);
}

export type Composition = Awaited<ReturnType<typeof compose>>;

/**
 * Puts the house together for one process that owns its data folder: every room with its real dependencies, what a
 * dead process left behind settled, background work started. Throws AppError when the folder or a store is not usable.
 */
export async function compose(config: Config, override: Overrides = () => ({})) {
  const noEvidence = (locale: "es" | "en") => message(locale, "no_evidence");
  const extractive = createExtractiveModel({ analyse, noEvidence });
  // First, so that a model that cannot start leaves nothing claimed or opened.
  const { closeVendors, ...answeringDeps } = await composeAnswering(config, extractive, {
    clock: systemClock,
    digest: sha256,
  });
  const folder = claimDataFolder(config.dataFolder);
  const logger = createLogger(config.logLevel);
  const telemetry = createTelemetry(logger);
  const ambient = { clock: systemClock, random: secureRandom, telemetry, digest: sha256 };
  const documentEvents = createLocalDocumentEvents((error) => telemetry.error("listener_broke", {}, error));

  /** Until there is something to rebuild with, the start does it. */
  let rebuild: (workspaceId: string) => void = () => undefined;

  const [database, index, blobs] = await Promise.all([
    openSqlite({ path: folder.path("records.sqlite"), now: systemClock.now }),
    openLanceIndex({
      folder: folder.path("index"),
      analyserVersion,
      onError(error, workspace) {
        telemetry.error("index_lost", { workspace }, error);
        rebuild(workspace);
      },
      onUnfolded: (error, workspace) => telemetry.warn("index_unfolded", { workspace }, error),
    }),
    createDiskBlobs(folder.path("blobs")),
  ]);
  const reader = createReaderPool({
    threads: config.file.ingestion.parsers,
    memoryMb: config.file.ingestion.parser_memory_mb,
  });

  const records = { database, documentEvents, ...ambient };
  const usage = createUsageRecords(records);
  const turnFigures = createTurnFigures(records);
  const people = composePeople(config, records);
  const workspaces = createWorkspaceRecords(records);
  const ports = {
    index,
    reader,
    models: answeringDeps.models,
    otherModels: answeringDeps.otherModels,
    extractive,
    conversations: createConversationRecords(records),
    interactions: createInteractionRecords(records),
    documents: rememberCensus(ambient, createDocumentRecords(records)),
    turns: createTurnRecords(records),
  };
  const replaced = { ...answeringDeps, ...ports, ...override(ports) };
  const healthOf = createModelHealth(ambient, config.file.strategy.breaker);
  const models = everyModel(replaced);
  const modelIds = models.map(({ id }) => id);
  const metrics = createModelMetrics(telemetry.registry, modelIds, (id) => healthOf(id).state);
  const deps = {
    ...ambient,
    ...replaced,
    ...people,
    tokens: await tokensOf(config, ambient),
    quota: config.file.limits.quota,
    usage: withMetrics(usage, metrics),
    usageReads: usage,
    turnFigures,
    turnLedger: fanOut(
      ambient,
      turnFigures,
      createTurnMetrics(telemetry.registry),
      createTurnSpans(undefined, (id) => models.find((model) => model.id === id)?.name ?? id),
    ),
    healthOf,
    analyse,
    analyserVersion,
    blobs,
    blobLocks: createBlobLocks(),
    documentEvents,
    chunkRecords: createChunkRecords(records),
    keys: rememberKeys(ambient, createKeyRecords(records)),
    workspaces: rememberWorkspaces(ambient, workspaces),
    turnLog: createLocalTurnLog(),
    sniffer: { sniff: sniffMime, isSupported, supported: supportedMimes },
  };

  // This process owns the records alone, so whatever is under way in them belongs to a dead one.
  const [defaultWorkspaceId, newAdminKey] = await Promise.all([
    firstWorkspace(deps),
    firstKey(deps, config.adminKey, (secret) => folder.keepAdminKey(secret)),
    settleInterrupted(deps, config.file.locale),
    deps.documents.releaseLeases(),
  ]);

  const runner = createTurnRunner(deps);
  const ingestor = createIngestor(deps, { concurrency: config.file.ingestion.parsers });
  ingestor.wake();
  const closing = new AbortController();
  const background = createBackground((cause) => telemetry.error("background_failed", {}, cause));
  const rebuilt = new Set<string>();
  rebuild = (workspaceId) => {
    if (rebuilt.has(workspaceId)) return;
    rebuilt.add(workspaceId);
    background.run(() =>
      reconcileWorkspace(deps, workspaceId, closing.signal).finally(() => rebuilt.delete(workspaceId)),
    );
  };
  background.run(() => reconcileIndex(deps, closing.signal));
  const forgetting = forgetDaily({ ...deps, usage }, closing.signal);
  const swept = sweepBlobs(deps, closing.signal).catch((cause: unknown) =>
    telemetry.error("background_failed", {}, cause),
  );

  /** Lets running turns end and ends all streams; the stores stay open. */
  const endStreams = async () => {
    closing.abort();
    await runner.close(config.file.limits.shutdown_grace_ms);
  };

  return {
    folder,
    logger,
    /** The secret that this start invented; null after the first start. */
    newAdminKey,
    http: {
      ...deps,
      runner,
      activeTurns: () => runner.active(),
      wake: ingestor.wake,
      closing: closing.signal,
      defaultWorkspaceId,
      defaultLocale: config.file.locale,
      rates: config.file.limits.rate,
      origins: config.file.cors.origins,
      trustProxy: config.file.server.trust_proxy ?? false,
      uploadBytes: config.file.limits.upload_mb * 1024 * 1024,
      version: config.version,
      metrics: telemetry.metrics,
      readiness: async (): Promise<Ready> => {
        // Asked of the records themselves: what is remembered would answer for them.
        const recordsUp = await workspaces.get(defaultWorkspaceId).then(
          () => true,
          () => false,
        );
        return {
          status: recordsUp ? "ready" : "unavailable",
          dependencies: {
            records: { status: recordsUp ? "ok" : "down" },
            index: { status: background.busy() ? "rebuilding" : "ok" },
          },
        };
      },
    },
    endStreams,
    /** Lets running turns end, gives the documents under way back to the queue, then closes every store. */
    async close() {
      await endStreams();
      await ingestor.close();
      await Promise.all([background.idle(), swept, forgetting]);
      await reader.close();
      await index.close();
      await closeVendors();
      await usage.close();
      await turnFigures.close();
      await people.auditBook.close();
      await database.close();
      folder.release();
    },
  };
}
