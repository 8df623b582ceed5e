/** Plain SQL that SQLite and Postgres both take. */
export const people: readonly string[] = [
  `alter table api_keys add column expires_at bigint`,
  `alter table api_keys add column last_used_at bigint`,
  `create table workspace_members (
    workspace_id text not null, actor text not null, added_by text not null, created_at bigint not null,
    primary key (workspace_id, actor))`,
  `create index workspace_members_actor on workspace_members (actor, workspace_id)`,
  `alter table documents add column allowed_roles text not null default '[]'`,
  `create index documents_restricted on documents (workspace_id) where allowed_roles <> '[]'`,

  `alter table conversations add column branch_id text not null default ''`,
  `alter table messages add column branch_id text not null default ''`,
  `alter table turns add column branch_id text not null default ''`,
  `create table branches (
    workspace_id text not null, conversation_id text not null, id text not null, parent_id text not null,
    forked_before text not null, created_at bigint not null, primary key (workspace_id, conversation_id, id))`,

  `create table idempotency_keys (
    workspace_id text not null, actor text not null, key text not null, digest text not null, result text not null,
    created_at bigint not null, primary key (workspace_id, actor, key))`,
  `create index idempotency_keys_time on idempotency_keys (created_at)`,

  `create table phone_sessions (
    workspace_id text not null, id text not null, phone text not null, memory text not null, created_at bigint not null,
    last_activity bigint not null, primary key (workspace_id, id))`,
  `create unique index phone_sessions_id on phone_sessions (id)`,
  `create index phone_sessions_phone on phone_sessions (workspace_id, phone, last_activity)`,
  `create table exchanges (
    workspace_id text not null, id text not null, session_id text not null, phone text not null, turn_id text,
    message text not null, response text not null, response_type text not null, intent text not null,
    entities text not null, missing text not null, confidence double precision not null, created_at bigint not null,
    primary key (workspace_id, id))`,
  `create index exchanges_session on exchanges (workspace_id, session_id, id)`,
  `create index exchanges_time on exchanges (workspace_id, created_at)`,
  `create index exchanges_phone_time on exchanges (workspace_id, phone, created_at)`,

  `create table votes (
    workspace_id text not null, message_id text not null, actor text not null, conversation_id text not null,
    value text not null, comment text, tags text not null, created_at bigint not null, updated_at bigint not null,
    primary key (workspace_id, message_id, actor))`,
  `create index votes_conversation on votes (workspace_id, conversation_id)`,
  `create index votes_time on votes (created_at)`,

  `create table audits (
    workspace_id text not null, id text not null, at bigint not null, channel text not null, conversation_id text not null,
    turn_id text, actor text not null, phone text, client text, outcome text not null, model text, intent text,
    confidence double precision not null, source_count integer not null, sources text not null, preview text not null,
    first_answer_ms double precision, latency_ms double precision not null, requires_verification integer not null,
    checked_by text, checked_at bigint, primary key (workspace_id, id))`,
  `create index audits_time on audits (at, id)`,
  `create index audits_workspace on audits (workspace_id, at, id)`,
  `create index audits_figures on audits (at, workspace_id, channel, conversation_id, outcome, intent, confidence,
    first_answer_ms, requires_verification)`,
  `create index audits_actor on audits (actor)`,
  `create index audits_phone on audits (phone, at) where phone is not null`,
];
