import { open, rename, rm } from "node:fs/promises";
import type { PeopleCalls } from "../client/people.ts";
import { exitCode, type CommandContext } from "./context.ts";
import { printable } from "./printable.ts";

type Context = Pick<CommandContext, "out" | "err" | "signal"> & {
  readonly client: { readonly people: PeopleCalls };
};

/** Everything of one person as JSON, to a file that only its owner may read, or to stdout. */
export async function exportPerson(
  { client, out, err, signal }: Context,
  id: string,
  path: string | null,
): Promise<number> {
  const pieces = client.people.export(id, signal);
  if (path === null) {
    for await (const piece of pieces) out.write(piece);
    return exitCode.ok;
  }
  await writeWhole(path, pieces);
  err.write(`Written to ${printable(path)}\n`);
  return exitCode.ok;
}

/** Without `isSure` it only says what would go, and exits as a command line that lacks something. */
export async function erasePerson(
  { client, out, err, signal }: Context,
  id: string,
  { isSure, json }: { readonly isSure: boolean; readonly json: boolean },
): Promise<number> {
  const answer = isSure ? await client.people.erase(id, signal) : await client.people.held(id, signal);
  const counts = "erased" in answer ? answer.erased : answer.held;
  if (json) out.write(`${JSON.stringify(answer)}\n`);
  else {
    const some = Object.entries(counts).filter(([, count]) => count > 0);
    for (const [kind, count] of some) out.write(`${kind.replaceAll("_", " ")}: ${count}\n`);
    if (some.length === 0) out.write("Nothing is kept of this person.\n");
    for (const { id: workspace, name } of answer.owned_workspaces)
      out.write(`The workspace ${printable(name)} (${workspace}) stays, and so does its owner's name.\n`);
  }
  if (isSure) return exitCode.ok;
  err.write(`Nothing was erased. To erase this, which cannot be undone, add --yes.\n`);
  return exitCode.usage;
}

/** Under another name until it is whole. */
async function writeWhole(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.part`;
  const file = await open(unfinished, "w", 0o600);
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.close();
    await rename(unfinished, path);
  } catch (cause) {
    // Closed already, or as broken as the write that is told.
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw cause;
  }
}
