/** Plain SQL that SQLite and Postgres both take. */
export const usage: readonly string[] = [
  `create table attempts (
    workspace_id text not null, id text not null, turn_id text, at bigint not null, model_id text not null,
    provider text not null, strategy text not null, try integer not null, outcome text not null, failure text,
    input_tokens bigint not null, cached_input_tokens bigint not null, cache_write_tokens bigint not null,
    output_tokens bigint not null, reasoning_tokens bigint not null, estimated integer not null, cost_nano bigint,
    first_content_ms double precision, latency_ms double precision not null, primary key (workspace_id, id))`,
  `create index attempts_turn on attempts (turn_id) where turn_id is not null`,
  `create index attempts_at on attempts (at)`,

  `create table model_days (
    workspace_id text not null, day text not null, model_id text not null, provider text not null,
    attempts bigint not null, won bigint not null, lost bigint not null, cancelled bigint not null, failed bigint not null,
    input_tokens bigint not null, cached_input_tokens bigint not null, cache_write_tokens bigint not null,
    output_tokens bigint not null, reasoning_tokens bigint not null, estimated bigint not null, cost_nano bigint not null,
    unpriced bigint not null, won_ms double precision not null, first_content_ms double precision not null,
    first_contents bigint not null, primary key (workspace_id, day, model_id, provider))`,
  `create index model_days_day on model_days (day)`,

  `create table path_days (
    workspace_id text not null, day text not null, strategy text not null, path text not null, answered integer not null,
    count bigint not null, primary key (workspace_id, day, strategy, path, answered))`,
  `create index path_days_day on path_days (day)`,
];
