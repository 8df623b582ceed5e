/** A phrase and what is wanted by it. */
export interface IntentExample {
  readonly text: string;
  readonly intent: string;
}
