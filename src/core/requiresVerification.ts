/** Answers that are less sure are for a person to check. */
export const sureFrom = 0.7;
const enoughSources = 2;

/** Whether a second look is due; null sources for what was said without leaning on documents. */
export function requiresVerification(confidence: number, sourceCount: number | null): boolean {
  return confidence < sureFrom || (sourceCount !== null && sourceCount < enoughSources);
}
