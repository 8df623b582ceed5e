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

/** Throws AppError `database_unavailable`. Archived workspaces are not found. */
export interface WorkspaceRecords {
  create(id: string, owner: string, draft: CreateWorkspace): Promise<Workspace>;
  get(id: string): Promise<Workspace | null>;
  /** Oldest first, at most `limit`, after the id `after`. */
  list(limit: number, after?: string): Promise<Workspace[]>;
  update(id: string, patch: PatchWorkspace): Promise<Workspace | null>;
  archive(id: string): Promise<boolean>;
}

export interface WorkspaceRecordsDep {
  readonly workspaces: WorkspaceRecords;
}
