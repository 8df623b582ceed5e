/** Plain SQL that SQLite and Postgres both take. */
export const orchestration: readonly string[] = [
  `alter table attempts add column phase text not null default 'answer'`,
  `alter table documents add column source_type text not null default 'upload'`,

  `create table interactions (
    workspace_id text not null, id text not null, actor text not null, mode text not null, quality text not null,
    fallback_used integer not null, processing_ms double precision not null, created_at bigint not null,
    question_preview text not null, synthesis_preview text not null, question text not null, answer text not null,
    primary key (workspace_id, id))`,
  `create index interactions_actor on interactions (workspace_id, actor, created_at, id)`,

  `create table turn_days (
    workspace_id text not null, day text not null, turns bigint not null, completed bigint not null,
    failed bigint not null, cancelled bigint not null, interrupted bigint not null, context_chunks bigint not null,
    answers bigint not null, failures bigint not null, fallback_used bigint not null, quality_high bigint not null,
    quality_medium bigint not null, quality_low bigint not null, quality_failed bigint not null, warnings bigint not null,
    cleanup_errors bigint not null, cost_nano bigint not null, unpriced bigint not null, primary key (workspace_id, day))`,
  `create index turn_days_day on turn_days (day)`,

  `create table step_days (
    day text not null, step text not null, bucket integer not null, count bigint not null, failed bigint not null,
    timeout bigint not null, warnings bigint not null, sum_ms double precision not null, primary key (day, step, bucket))`,

  `create table figure_writes (id text not null primary key, at bigint not null)`,
];
