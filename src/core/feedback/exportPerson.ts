import { personKinds } from "../../contract/feedback.ts";
import { instant } from "../../contract/instant.ts";
import type { ClockDep } from "../clock.ts";
import type { Person, PersonRecordsDep } from "./person.ts";

/**
 * All that is kept of one person as one JSON object, in pieces of text: who, when, the owned workspaces, and a list for
 * each kind. Not one snapshot: what changes meanwhile is told as it is when its turn comes.
 */
export async function* exportPerson(
  { people, clock }: PersonRecordsDep & ClockDep,
  person: Person,
): AsyncGenerator<string, void> {
  const { actor, phone } = person;
  const head = { person: actor, ...(phone !== null && { phone }), exported_at: instant(clock.now()) };
  yield `${JSON.stringify(head).slice(0, -1)},"owned_workspaces":`;
  yield JSON.stringify(await people.ownedWorkspaces(person));
  for (const kind of personKinds) {
    yield `,\n"${kind}":[`;
    let separator = "\n";
    for await (const rows of people.rows(person, kind)) {
      if (rows.length === 0) continue;
      yield separator + rows.map((row) => JSON.stringify(row)).join(",\n");
      separator = ",\n";
    }
    yield "]";
  }
  yield "}\n";
}
