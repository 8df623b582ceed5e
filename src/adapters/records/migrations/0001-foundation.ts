/** Plain SQL that SQLite and Postgres both take. */
export const foundation: readonly string[] = [
  `create table workspaces (
    workspace_id text not null primary key, name text not null, description text not null, visibility text not null,
    owner text not null, settings text not null, archived_at bigint, created_at bigint not null, updated_at bigint not null)`,

  `create table api_keys (
    id text not null primary key, hash text not null unique, actor text not null, name text not null, role text not null,
    scopes text not null, workspaces text not null, created_at bigint not null, revoked_at bigint)`,

  `create table documents (
    workspace_id text not null, id text not null, name text not null, hash text not null, mime text not null,
    bytes bigint not null, status text not null, stage text, progress double precision not null, pages integer,
    chunks integer not null, language text, version integer not null, claims integer not null, attempts integer not null,
    run_at bigint not null, claimed_at bigint not null, lease_until bigint, error_code text, error_reason text,
    uploaded_by text not null, created_at bigint not null, updated_at bigint not null, primary key (workspace_id, id))`,
  `create unique index documents_same on documents (workspace_id, hash, name) where status <> 'archived'`,
  `create index documents_queue on documents (workspace_id, run_at, id, lease_until) where status = 'processing'`,
  `create index documents_census on documents (workspace_id, status, version, language)`,
  `create index documents_served on documents (workspace_id, claimed_at)`,

  `create table document_texts (
    workspace_id text not null, document_id text not null, version integer not null, text text not null, pages text not null,
    primary key (workspace_id, document_id))`,

  `create table chunks (
    workspace_id text not null, document_id text not null, version integer not null, position integer not null, page integer,
    headings text not null, start_offset integer not null, end_offset integer not null, text text not null,
    primary key (workspace_id, document_id, version, position))`,

  `create table document_events (
    workspace_id text not null, id text not null, document_id text not null, data text not null, primary key (workspace_id, id))`,

  `create table conversations (
    workspace_id text not null, id text not null, actor text not null, title text not null, pinned integer not null,
    created_at bigint not null, updated_at bigint not null, primary key (workspace_id, id))`,
  `create unique index conversations_id on conversations (id)`,
  `create index conversations_actor on conversations (workspace_id, actor, id)`,

  `create table conversation_documents (
    workspace_id text not null, conversation_id text not null, document_id text not null,
    primary key (workspace_id, conversation_id, document_id))`,

  `create table messages (
    workspace_id text not null, conversation_id text not null, id text not null, turn_id text not null, role text not null,
    content text not null, metadata text not null, created_at bigint not null,
    primary key (workspace_id, conversation_id, id))`,

  `create table turns (
    workspace_id text not null, id text not null, conversation_id text not null, actor text not null,
    user_message_id text not null, assistant_message_id text not null, status text not null, started_at bigint not null,
    ended_at bigint, primary key (workspace_id, id))`,
  `create unique index turns_id on turns (id)`,
  `create index turns_running on turns (started_at) where status = 'running'`,

  `create table turn_events (
    workspace_id text not null, turn_id text not null, first_seq integer not null, events text not null,
    primary key (workspace_id, turn_id, first_seq))`,
];
