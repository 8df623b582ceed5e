import type { PersonKind } from "../../contract/feedback.ts";
import type { Authorized } from "../access/authorized.ts";
import type { KeyRecordsDep } from "../access/keys.ts";
import { refuse, type Refusal } from "../errors.ts";
import { erasedActor } from "../reservedActors.ts";

/** Somebody that rows belong to: an actor, or who calls from a phone. */
export interface Person {
  /** Actor id; a caller's is `phone:` and the number. */
  readonly actor: string;
  /** E.164; null for anybody else. */
  readonly phone: string | null;
}

export interface OwnedWorkspace {
  readonly id: string;
  readonly name: string;
}

/** A row as it is exported: names as in the records, times as RFC 3339, JSON as what it says. */
export type PersonRow = Readonly<Record<string, unknown>>;

/** Across all workspaces, archived ones included. Throws AppError `database_unavailable`. */
export interface PersonRecords {
  count(person: Person): Promise<Record<PersonKind, number>>;
  ownedWorkspaces(person: Person): Promise<OwnedWorkspace[]>;
  /** All rows of one kind, a page at a time. */
  rows(person: Person, kind: PersonKind): AsyncIterable<readonly PersonRow[]>;
  /**
   * Removes what is the person's, and the name from what is not; keys are left to be revoked. Each step is a commit of its
   * own: what was begun and broken off is finished by the next call. `flushAudits` is called when whatever leads to further
   * rows of the books is gone, so that those are erased too. Resolves with how many rows changed.
   */
  erase(person: Person, flushAudits: () => Promise<void>): Promise<Record<PersonKind, number>>;
}

export interface PersonRecordsDep {
  readonly people: PersonRecords;
}

export interface PhoneNumberDep {
  /** The number as E.164; null for what is none. */
  readonly normalisePhone: (text: string) => Promise<string | null>;
}

/** `phone:+59899123456` and `+598 99 123 456` are the same caller; anything else is an actor's id. */
export async function personOf({ normalisePhone }: PhoneNumberDep, id: string): Promise<Person | Refusal> {
  const number = id.startsWith("phone:") ? id.slice("phone:".length) : id;
  if (number === id && !id.startsWith("+")) {
    return id === erasedActor
      ? refuse("validation_error", "That is nobody: it stands where names were erased.", [
          { path: "id", message: "is the id of no person" },
        ])
      : { actor: id, phone: null };
  }
  const phone = await normalisePhone(number);
  return phone === null
    ? refuse("validation_error", "That is no phone number.", [
        { path: "id", message: "must be an actor's id, or a phone number as `+59899123456`" },
      ])
    : { actor: `phone:${phone}`, phone };
}

export interface EraseDeps extends PersonRecordsDep, KeyRecordsDep {
  readonly runner: { cancelActor(actorId: string): Promise<number> };
  /** Writes the audit rows that are waiting, so that they are erased too. */
  readonly flushAudits: () => Promise<void>;
}

export interface Erasure {
  readonly cancelledTurns: number;
  readonly erased: Readonly<Record<PersonKind, number>>;
}

/**
 * Erases one person: no key opens anything any more, running turns are cancelled, then the rows go. Erasing again
 * erases what a request that was under way has left.
 */
export async function erasePerson(
  deps: EraseDeps,
  { actor: eraser }: Authorized<null, "admin:config">,
  person: Person,
): Promise<Erasure | Refusal> {
  if (person.actor === eraser.id)
    return refuse("conflict", "A key cannot erase its own actor: use that of another admin.");
  const keys = (await deps.keys.list()).filter((key) => key.actor === person.actor);
  for (const { id, revokedAt } of keys) if (revokedAt === null) await deps.keys.revoke(id);
  const cancelledTurns = await deps.runner.cancelActor(person.actor);
  return { cancelledTurns, erased: await deps.people.erase(person, deps.flushAudits) };
}
