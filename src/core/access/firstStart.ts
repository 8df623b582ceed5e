import type { RandomDep } from "../random.ts";
import { newSecret, type DigestDep, type KeyRecordsDep } from "./keys.ts";
import type { WorkspaceRecordsDep } from "./workspace.ts";

/** The actor of the first key and the owner of the default workspace. */
export const firstActor = "admin";

/** The default workspace is the oldest one: the first start makes it before any other can be. */
export async function firstWorkspace(deps: WorkspaceRecordsDep & RandomDep): Promise<string> {
  const [oldest] = await deps.workspaces.all(1);
  if (oldest) return oldest.id;
  const draft = {
    name: "Default",
    description: "",
    visibility: "org_read",
    settings: { grounding: "open" },
  } as const;
  return (await deps.workspaces.create(deps.random.id(), firstActor, draft)).id;
}

/**
 * Makes sure that an admin can come in: with the given secret, or with an invented one when there is no key at all.
 * Returns the invented secret. It is given to `keep` before it opens anything: a crash in between must not leave a key
 * that nobody knows.
 */
export async function firstKey(
  deps: KeyRecordsDep & RandomDep & DigestDep,
  given: string | null,
  keep: (secret: string) => void = () => {},
): Promise<string | null> {
  const key = {
    name: firstActor,
    actor: firstActor,
    role: "admin",
    scopes: [],
    workspaces: [],
    expiresAt: null,
  } as const;
  if (given !== null) {
    await deps.keys.create({ ...key, id: deps.random.id() }, deps.digest(given));
    return null;
  }
  if ((await deps.keys.list()).length > 0) return null;
  const secret = newSecret(deps);
  keep(secret);
  await deps.keys.create({ ...key, id: deps.random.id() }, deps.digest(secret));
  return secret;
}
