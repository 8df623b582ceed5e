/**
 * The tables, as Kysely reads them. Portable between SQLite and Postgres: ids are UUIDv7 text, times are
 * milliseconds since the epoch, booleans are 0 or 1, structured values are JSON text.
 * Every table leads with `workspace_id`, the shard key, except `api_keys`, which is read before a workspace is known, and
 * `step_days` and `figure_writes`, small ones of all workspaces together.
 */
export interface Schema {
  workspaces: WorkspaceTable;
  api_keys: ApiKeyTable;
  documents: DocumentTable;
  document_texts: DocumentTextTable;
  chunks: ChunkTable;
  document_events: DocumentEventTable;
  conversations: ConversationTable;
  conversation_documents: ConversationDocumentTable;
  messages: MessageTable;
  turns: TurnTable;
  turn_events: TurnEventTable;
  attempts: AttemptTable;
  model_days: ModelDayTable;
  path_days: PathDayTable;
  interactions: InteractionTable;
  turn_days: TurnDayTable;
  step_days: StepDayTable;
  figure_writes: FigureWriteTable;
  workspace_members: WorkspaceMemberTable;
  branches: BranchTable;
  idempotency_keys: IdempotencyKeyTable;
  phone_sessions: PhoneSessionTable;
  exchanges: ExchangeTable;
  votes: VoteTable;
  audits: AuditTable;
}

export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  description: string;
  visibility: string;
  owner: string;
  settings: string;
  archived_at: number | null;
  created_at: number;
  updated_at: number;
}

export interface ApiKeyTable {
  id: string;
  hash: string;
  actor: string;
  name: string;
  role: string;
  scopes: string;
  workspaces: string;
  created_at: number;
  revoked_at: number | null;
  expires_at: number | null;
  last_used_at: number | null;
}

export interface WorkspaceMemberTable {
  workspace_id: string;
  actor: string;
  added_by: string;
  created_at: number;
}

export interface DocumentTable {
  workspace_id: string;
  id: string;
  name: string;
  hash: string;
  mime: string;
  bytes: number;
  status: string;
  stage: string | null;
  progress: number;
  pages: number | null;
  chunks: number;
  language: string | null;
  /** The claim whose chunks are published; 0 before the first. */
  version: number;
  /** Claims ever made: the fencing token of the lease and the version its chunks will have. */
  claims: number;
  /** Attempts since it was last queued by a person. */
  attempts: number;
  run_at: number;
  /** When it was last claimed: the workspace served least recently is next. */
  claimed_at: number;
  lease_until: number | null;
  error_code: string | null;
  error_reason: string | null;
  uploaded_by: string;
  source_type: string;
  /** JSON list of roles; an empty one restricts nothing. */
  allowed_roles: string;
  created_at: number;
  updated_at: number;
}

export interface DocumentTextTable {
  workspace_id: string;
  document_id: string;
  version: number;
  text: string;
  pages: string;
}

export interface ChunkTable {
  workspace_id: string;
  document_id: string;
  version: number;
  position: number;
  page: number | null;
  headings: string;
  start_offset: number;
  end_offset: number;
  text: string;
}

export interface DocumentEventTable {
  workspace_id: string;
  id: string;
  document_id: string;
  data: string;
}

export interface ConversationTable {
  workspace_id: string;
  id: string;
  actor: string;
  title: string;
  pinned: number;
  created_at: number;
  updated_at: number;
  /** The branch that is read and continued; empty for the first one. */
  branch_id: string;
}

/**
 * A way on from the middle of a conversation: the parent's messages before `forked_before`, then its own. The first
 * branch of a conversation has no row; its id is empty.
 */
export interface BranchTable {
  workspace_id: string;
  conversation_id: string;
  id: string;
  parent_id: string;
  /** Id of a message. */
  forked_before: string;
  created_at: number;
}

export interface ConversationDocumentTable {
  workspace_id: string;
  conversation_id: string;
  document_id: string;
}

export interface MessageTable {
  workspace_id: string;
  conversation_id: string;
  id: string;
  turn_id: string;
  role: string;
  content: string;
  metadata: string;
  created_at: number;
  branch_id: string;
}

export interface TurnTable {
  workspace_id: string;
  id: string;
  conversation_id: string;
  actor: string;
  user_message_id: string;
  assistant_message_id: string;
  status: string;
  started_at: number;
  ended_at: number | null;
  branch_id: string;
}

/** A stretch of a turn's events as they went out: a checkpoint's worth a row. */
export interface TurnEventTable {
  workspace_id: string;
  turn_id: string;
  first_seq: number;
  events: string;
}

/** One call of one model. */
export interface AttemptTable {
  workspace_id: string;
  id: string;
  turn_id: string | null;
  at: number;
  model_id: string;
  provider: string;
  strategy: string;
  phase: string;
  try: number;
  outcome: string;
  failure: string | null;
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  estimated: number;
  /** Billionths of a US dollar. */
  cost_nano: number | null;
  first_content_ms: number | null;
  latency_ms: number;
}

/** Sums over the attempts of a day (UTC, `2026-03-01`); they outlive the attempts. */
export interface ModelDayTable {
  workspace_id: string;
  day: string;
  model_id: string;
  provider: string;
  attempts: number;
  won: number;
  lost: number;
  cancelled: number;
  failed: number;
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  estimated: number;
  cost_nano: number;
  unpriced: number;
  won_ms: number;
  first_content_ms: number;
  first_contents: number;
}

export interface PathDayTable {
  workspace_id: string;
  day: string;
  strategy: string;
  path: string;
  answered: number;
  count: number;
}

/** A query of a project. `answer` is the whole response as JSON; a list reads the columns before `question` alone. */
export interface InteractionTable {
  workspace_id: string;
  id: string;
  actor: string;
  mode: string;
  quality: string;
  fallback_used: number;
  processing_ms: number;
  created_at: number;
  question_preview: string;
  synthesis_preview: string;
  question: string;
  answer: string;
}

/** Sums over the turns that began on a day (UTC). */
export interface TurnDayTable {
  workspace_id: string;
  day: string;
  turns: number;
  completed: number;
  failed: number;
  cancelled: number;
  interrupted: number;
  context_chunks: number;
  answers: number;
  failures: number;
  fallback_used: number;
  quality_high: number;
  quality_medium: number;
  quality_low: number;
  quality_failed: number;
  warnings: number;
  cleanup_errors: number;
  cost_nano: number;
  /** Turns whose cost is not known; they are no part of `cost_nano`. */
  unpriced: number;
}

/**
 * The runs of a step on a day, in all workspaces, whose time fell into a bucket of the core's histogram: a row a
 * workspace would cost each turn a row a step.
 */
export interface StepDayTable {
  day: string;
  step: string;
  bucket: number;
  count: number;
  failed: number;
  timeout: number;
  warnings: number;
  sum_ms: number;
}

/** The latest write of daily figures of each process: what is here is not added again. */
export interface FigureWriteTable {
  id: string;
  at: number;
}

/** What came of a request that carried an `Idempotency-Key`; kept for a day. */
export interface IdempotencyKeyTable {
  workspace_id: string;
  actor: string;
  key: string;
  /** Of the request. */
  digest: string;
  /** JSON. */
  result: string;
  created_at: number;
}

/** A conversation over the phone channel. `memory` is JSON: what the next message leans on. */
export interface PhoneSessionTable {
  workspace_id: string;
  id: string;
  phone: string;
  memory: string;
  created_at: number;
  last_activity: number;
}

/** One message over the phone channel and its answer. */
export interface ExchangeTable {
  workspace_id: string;
  id: string;
  session_id: string;
  phone: string;
  turn_id: string | null;
  message: string;
  response: string;
  response_type: string;
  intent: string;
  entities: string;
  missing: string;
  confidence: number;
  created_at: number;
}

export interface VoteTable {
  workspace_id: string;
  message_id: string;
  actor: string;
  conversation_id: string;
  value: string;
  comment: string | null;
  tags: string;
  created_at: number;
  updated_at: number;
}

/** One answer: who had it, from what, how sure it is. Analytics are sums over these rows. */
export interface AuditTable {
  workspace_id: string;
  id: string;
  at: number;
  channel: string;
  /** Or the phone session's. */
  conversation_id: string;
  turn_id: string | null;
  actor: string;
  phone: string | null;
  client: string | null;
  outcome: string;
  model: string | null;
  intent: string | null;
  confidence: number;
  source_count: number;
  sources: string;
  /** First 200 characters of the answer. */
  preview: string;
  first_answer_ms: number | null;
  latency_ms: number;
  requires_verification: number;
  checked_by: string | null;
  checked_at: number | null;
}
