import type { ClientInvocation } from "./arguments.ts";
import { ask } from "./ask.ts";
import { exitCode, type CommandContext } from "./context.ts";
import { errorSentence } from "./failureSentence.ts";
import { ingest } from "./ingest.ts";
import { createKey, listKeys, revokeKey } from "./keys.ts";
import { erasePerson, exportPerson } from "./people.ts";
import { printable } from "./printable.ts";

/** Runs a command to its exit code; what goes wrong becomes one sentence on `err`. */
export async function runCommand(context: CommandContext, invocation: ClientInvocation): Promise<number> {
  try {
    return await dispatch(context, invocation);
  } catch (cause) {
    if (context.signal.aborted) return exitCode.interrupted;
    context.err.write(`${printable(errorSentence(cause))}\n`);
    return exitCode.failed;
  }
}

function dispatch(context: CommandContext, invocation: ClientInvocation): Promise<number> {
  switch (invocation.command) {
    case "ask":
      return ask(context, invocation);
    case "ingest":
      return ingest(context, invocation);
    case "keys create":
      return createKey(context, invocation.key, invocation.json);
    case "keys list":
      return listKeys(context, invocation.json);
    case "keys revoke":
      return revokeKey(context, invocation.id, invocation.json);
    case "people export":
      return exportPerson(context, invocation.id, invocation.out);
    case "people erase":
      return erasePerson(context, invocation.id, invocation);
  }
}
