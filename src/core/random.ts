/** Randomness as a dependency: core code never reaches for it itself. */
export interface Random {
  /** A new UUIDv7 (RFC 9562): later ids of one process sort after earlier ones. */
  id(): string;
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
  /** Uniform in 0 <= x < 1. */
  fraction(): number;
}

export interface RandomDep {
  readonly random: Random;
}
