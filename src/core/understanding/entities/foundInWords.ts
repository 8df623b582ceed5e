/** An entity by the words of a message that it takes. */
export interface FoundInWords {
  /** The name of its kind. */
  readonly name: string;
  readonly value: string;
  /** Its first word, and the one after its last. */
  readonly first: number;
  readonly next: number;
  /** 0..1, as of a `FoundEntity`. */
  readonly score: number;
}
