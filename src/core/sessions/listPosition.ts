import type { ListPosition } from "./conversation.ts";

/** A place in the list of conversations as a cursor. */
export function cursorOf({ asOf, pinned, activity, id }: ListPosition): string {
  return [asOf, pinned ? 1 : 0, activity, id].join("_");
}

/** Null for what `cursorOf` did not write. */
export function positionOf(cursor: string): ListPosition | null {
  const [, asOf, pinned, activity, id] = form.exec(cursor) ?? [];
  return id === undefined
    ? null
    : { asOf: Number(asOf), pinned: pinned === "1", activity: Number(activity), id };
}

/** Milliseconds that are safe integers, and a UUID. */
const form = /^(\d{1,15})_([01])_(\d{1,15})_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;
