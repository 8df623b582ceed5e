import { sql, type Compilable, type RawBuilder } from "kysely";
import type { PersonKind } from "../../contract/feedback.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Person } from "../../core/feedback/person.ts";
import { erasedActor } from "../../core/reservedActors.ts";
import type { Database } from "./database.ts";
import { byKind, holdings, type Holding } from "./personHoldings.ts";

const erasedAtOnce = 500;
const conversationsAtOnce = 100;

/** What becomes of rows that stay: the figures and the workspace need them, but nobody's name. */
const nameless = {
  audits: sql`actor = ${erasedActor}, phone = null, client = null, turn_id = null, sources = '[]', preview = ''`,
  documents: sql`uploaded_by = ${erasedActor}`,
  keys: sql`actor = ${erasedActor}, name = ${erasedActor}`,
};

/**
 * Erases a person's rows, a step at a time so that other writers get between. A conversation goes whole, in one commit;
 * whatever is broken off is found by the next call. Throws AppError `database_unavailable`.
 */
export async function erasePersonRows(
  { database, clock }: { readonly database: Database } & ClockDep,
  person: Person,
  flushAudits: () => Promise<void>,
): Promise<Record<PersonKind, number>> {
  const { query } = database;
  const erased = byKind(() => 0);

  /** Repeats a step until it finds nothing more. */
  const eraseAll = async (kind: PersonKind | null, step: () => Promise<number>) => {
    for (let rows = erasedAtOnce; rows >= erasedAtOnce; await clock.breathe()) {
      rows = await step();
      if (kind) erased[kind] += rows;
    }
  };
  const change = async (what: RawBuilder<unknown>) =>
    Number((await what.execute(query)).numAffectedRows ?? 0n);
  const someOf = ({ table, key }: Pick<Holding, "table" | "key">, mine: RawBuilder<unknown>) => {
    const columns = sql.join(key.map((column) => sql.ref(column)));
    return sql`(${columns}) in (select ${columns} from ${sql.table(table)} where ${mine} limit ${erasedAtOnce})`;
  };
  const remove = (kind: PersonKind) => {
    const holding = holdings[kind];
    return eraseAll(kind, () =>
      change(sql`delete from ${sql.table(holding.table)} where ${someOf(holding, holding.mine(person))}`),
    );
  };
  const unname = (kind: keyof typeof nameless, also = sql``) => {
    const holding = holdings[kind];
    return eraseAll(kind, () =>
      change(
        sql`update ${sql.table(holding.table)} set ${nameless[kind]}
          where ${someOf(holding, sql`${holding.mine(person)} ${also}`)}`,
      ),
    );
  };

  await removeConversations(database, clock, person, erased);
  // What requests under way have left behind of conversations that were gone already.
  await remove("turn_events");
  for (const kind of ["turns", "votes", "interactions", "phone_sessions", "exchanges"] as const)
    await remove(kind);
  await remove("memberships");
  await remove("idempotency_keys");
  // A reply enters the books only after its exchange was found: what found it is waiting there by now.
  await flushAudits();
  await unname("audits");
  await unname("documents");
  // An open key would make somebody of the name that stands for nobody.
  await unname("keys", sql`and revoked_at is not null`);
  for (const [table, key, column] of mentions) {
    const mine = sql`${sql.ref(column)} = ${person.actor}`;
    await eraseAll(null, () =>
      change(
        sql`update ${sql.table(table)} set ${sql.ref(column)} = ${erasedActor} where ${someOf({ table, key }, mine)}`,
      ),
    );
  }
  return erased;
}

/** Where an actor is named in rows of others. */
const mentions = [
  ["workspace_members", ["workspace_id", "actor"], "added_by"],
  ["audits", ["workspace_id", "id"], "checked_by"],
] as const;

async function removeConversations(
  database: Database,
  clock: ClockDep["clock"],
  { actor }: Person,
  erased: Record<PersonKind, number>,
): Promise<void> {
  const { query } = database;
  for (;;) {
    const found = await query
      .selectFrom("conversations")
      .select(["workspace_id", "id"])
      .where("workspace_id", "in", query.selectFrom("workspaces").select("workspace_id"))
      .where("actor", "=", actor)
      .limit(conversationsAtOnce)
      .execute();
    if (found.length === 0) return;
    for (const [workspaceId, rows] of Map.groupBy(found, ({ workspace_id }) => workspace_id)) {
      const ids = rows.map(({ id }) => id);
      const within = (table: "votes" | "turns" | "messages" | "branches" | "conversation_documents") =>
        query.deleteFrom(table).where("workspace_id", "=", workspaceId).where("conversation_id", "in", ids);
      const turnIds = query
        .selectFrom("turns")
        .select("id")
        .where("workspace_id", "=", workspaceId)
        .where("conversation_id", "in", ids);
      const events = query
        .deleteFrom("turn_events")
        .where("workspace_id", "=", workspaceId)
        .where("turn_id", "in", turnIds);
      const itself = query
        .deleteFrom("conversations")
        .where("workspace_id", "=", workspaceId)
        .where("id", "in", ids);
      const steps: readonly (readonly [PersonKind, Compilable])[] = [
        ["votes", within("votes")],
        // Before the turns that lead to them.
        ["turn_events", events],
        ["turns", within("turns")],
        ["messages", within("messages")],
        ["branches", within("branches")],
        ["attached_documents", within("conversation_documents")],
        ["conversations", itself],
      ];
      const results = await database.batch(steps.map(([, step]) => step));
      for (const [position, [kind]] of steps.entries()) erased[kind] += results[position]?.changes ?? 0;
    }
    await clock.breathe();
  }
}
