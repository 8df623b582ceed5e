import type { StoredMessage } from "./conversation.ts";

/**
 * A way on from the middle of a conversation: the parent's messages before `forkedBefore`, then its own. It has the id
 * of the turn that opened it. The first branch has no row; its id is empty.
 */
export interface Branch {
  readonly id: string;
  readonly parentId: string;
  /** Id of a message of the parent itself, not of the parent's parents. */
  readonly forkedBefore: string;
  /** Another answer to the same question, or another question in its place. */
  readonly reason: "regenerated" | "edited";
  readonly createdAt: number;
}

export function isBranch(branches: readonly Branch[], id: string): boolean {
  return id === "" || branches.some((branch) => branch.id === id);
}

/** A branch's own messages, as far as another one shares them. */
export interface Stretch {
  readonly branchId: string;
  /** Null means all of them. */
  readonly before: string | null;
}

/** Where the messages of a branch lie: its own, its parent's before it left, and so on. */
export function branchPath(branches: readonly Branch[], branchId: string): Stretch[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const path: Stretch[] = [{ branchId, before: null }];
  for (let at = byId.get(branchId); at; at = byId.get(at.parentId)) {
    path.push({ branchId: at.parentId, before: at.forkedBefore });
    // Each parent stands once; a circle, which nothing writes, would never end.
    byId.delete(at.id);
  }
  return path;
}

/** Where a conversation forks, or may fork. */
export type Place = Pick<Branch, "parentId" | "forkedBefore">;

/**
 * The place of a message: for a branch's first one it is where the branch left its parent, so that all versions of an
 * answer or a question lie in the same place, whichever was asked to be another.
 */
export function placeOf(
  message: Pick<StoredMessage, "id" | "turnId" | "role" | "branchId">,
  branches: readonly Branch[],
): Place {
  const own = branches.find(({ id }) => id === message.branchId);
  const opener = own?.reason === "edited" ? "user" : "assistant";
  return own && message.turnId === own.id && message.role === opener
    ? { parentId: own.parentId, forkedBefore: own.forkedBefore }
    : { parentId: message.branchId, forkedBefore: message.id };
}

/** The branches with a message in this one's place, oldest first; none when it is the only one. */
export function versionsOf(
  message: Pick<StoredMessage, "id" | "turnId" | "role" | "branchId">,
  branches: readonly Branch[],
): string[] {
  const { parentId, forkedBefore } = placeOf(message, branches);
  const forks = branches.filter(
    (branch) => branch.parentId === parentId && branch.forkedBefore === forkedBefore,
  );
  return forks.length === 0 ? [] : [parentId, ...forks.map(({ id }) => id)];
}
