/** Takes the place of a name that was erased: so many people are behind it that it may be nobody who asks. */
export const erasedActor = "erased";

/** Ids that the server gives and nobody may come with: who was erased, and callers, who are known by their number alone. */
export function isReservedActor(id: string): boolean {
  return id === erasedActor || id.startsWith("phone:");
}
