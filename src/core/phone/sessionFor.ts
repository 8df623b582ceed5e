import type { Authorized } from "../access/authorized.ts";
import type { DigestDep } from "../access/keys.ts";
import type { Workspace } from "../access/workspace.ts";
import type { ClockDep } from "../clock.ts";
import type { RandomDep } from "../random.ts";
import type { PhoneRecordsDep, PhoneSession, PhoneSessionSummary } from "./phoneSession.ts";

export interface PhoneSettings {
  /** Without activity for longer, a session is over. */
  readonly sessionMs: number;
}

export interface PhoneSettingsDep {
  readonly phone: PhoneSettings;
}

/** Where a message belongs. */
export interface PhoneLine {
  readonly workspaceId: string;
  /** E.164. */
  readonly phone: string;
  /** Actor id of whose key brings the messages; nobody else's messages go on with its sessions. */
  readonly opener: string;
  /** Whether a message that names no session goes on with the phone's latest one: not for who might be anybody. */
  readonly isTrusted: boolean;
}

export type SessionDeps = ClockDep & RandomDep & DigestDep & PhoneRecordsDep & PhoneSettingsDep;

/**
 * The session that a message goes on with: the named one, or with none named the phone's latest. One that is unknown,
 * over, another phone's or opened by another is no error: a new one begins.
 */
export async function sessionFor(
  deps: SessionDeps,
  line: PhoneLine,
  sessionId: string | null,
): Promise<PhoneSession> {
  const { workspaceId, phone } = line;
  const since = activeSince(deps);
  const mark = markOf(deps, line.opener);
  const found = await findSession(deps, line, { sessionId, mark, since });
  if (found) return found;
  const now = deps.clock.now();
  return deps.phoneRecords.open(
    {
      workspaceId,
      id: mark + deps.random.hex(randomBytes),
      phone,
      memory: { pending: null, entities: {} },
      createdAt: now,
      lastActivity: now,
    },
    since,
  );
}

/** Sessions whose latest activity is earlier are over. */
function activeSince({ clock, phone }: ClockDep & PhoneSettingsDep): number {
  return clock.now() - phone.sessionMs;
}

async function findSession(
  { phoneRecords }: SessionDeps,
  { workspaceId, phone, isTrusted }: PhoneLine,
  {
    sessionId,
    mark,
    since,
  }: { readonly sessionId: string | null; readonly mark: string; readonly since: number },
): Promise<PhoneSession | null> {
  if (sessionId === null) return isTrusted ? phoneRecords.latest(workspaceId, phone, mark, since) : null;
  if (!sessionIds.test(sessionId) || !sessionId.startsWith(mark)) return null;
  const named = await phoneRecords.find(workspaceId, sessionId);
  return named && named.phone === phone && named.lastActivity >= since ? named : null;
}

/**
 * Active sessions as an actor may see them: an admin and the workspace's owner all of them, anybody else those that came
 * in by its own key.
 */
export function listSessions(
  deps: SessionDeps,
  { actor, value: workspace }: Authorized<Workspace, "query:ask">,
  { phone, limit }: { readonly phone?: string | undefined; readonly limit: number },
): Promise<readonly PhoneSessionSummary[]> {
  const seesAll = actor.role === "admin" || workspace.owner === actor.id;
  return deps.phoneRecords.list(workspace.id, {
    phone,
    mark: seesAll ? "" : markOf(deps, actor.id),
    since: activeSince(deps),
    limit,
  });
}

/** Without it, whoever may ask could write as any phone and be told what that phone has said to another gateway. */
function markOf({ digest }: DigestDep, opener: string): string {
  return digest(opener).slice(0, markDigits);
}

const markDigits = 12;
const randomBytes = 16;
const sessionIds = new RegExp(`^[0-9a-f]{${markDigits + 2 * randomBytes}}$`);
