import type {
  CreateWorkspace,
  PatchWorkspace,
  visibilities,
  WorkspaceSettings,
} from "../../contract/workspaces.ts";

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: (typeof visibilities)[number];
  /** Actor id. */
  readonly owner: string;
  readonly settings: WorkspaceSettings;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * Whose listing it is: all there are, the ones a service is bound to, or a member's own, those open to read and the
 * shared ones that list them.
 */
export type WorkspaceReader =
  | { readonly kind: "all" }
  | { readonly kind: "bound"; readonly workspaces: readonly string[] }
  | { readonly kind: "member"; readonly actor: string };

/** One actor on a workspace's list. */
export interface Member {
  readonly actor: string;
  /** Actor id. */
  readonly addedBy: string;
  readonly createdAt: number;
}

/**
 * Who is on the list of a workspace. It counts while that is `shared`, and is kept when it is not. Throws AppError
 * `database_unavailable`.
 */
export interface MemberRecords {
  has(workspaceId: string, actor: string): Promise<boolean>;
  /** Putting a listed actor again changes nothing; the stored entry comes back. */
  put(workspaceId: string, actor: string, addedBy: string): Promise<Member>;
  /** False when the actor is not on the list. */
  remove(workspaceId: string, actor: string): Promise<boolean>;
  /** By actor id, at most `limit`, after the actor `after`. */
  list(workspaceId: string, limit: number, after?: string): Promise<Member[]>;
}

/** Throws AppError `database_unavailable`. Archived workspaces are not found. */
export interface WorkspaceRecords {
  create(id: string, owner: string, draft: CreateWorkspace): Promise<Workspace>;
  get(id: string): Promise<Workspace | null>;
  /** What `reader` may read, oldest first, at most `limit`, after the id `after`. */
  list(reader: WorkspaceReader, limit: number, after?: string): Promise<Workspace[]>;
  /** The same without asking who reads: for the server's own work, never for an answer. */
  all(limit: number, after?: string): Promise<Workspace[]>;
  /** What the patch leaves out stays as stored, each setting by itself; concurrent patches all take effect. */
  update(id: string, patch: PatchWorkspace): Promise<Workspace | null>;
  archive(id: string): Promise<boolean>;
  readonly members: MemberRecords;
}

export interface WorkspaceRecordsDep {
  readonly workspaces: WorkspaceRecords;
}
