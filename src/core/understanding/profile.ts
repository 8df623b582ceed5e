import type { Locale } from "../../contract/common.ts";
import type { EntityKind } from "./entities/entityKind.ts";

/** What an assistant knows before anybody speaks: what people want of it, and what they name. */
export interface AssistantProfile {
  readonly name: string;
  readonly intents: readonly Intent[];
  readonly entities: readonly EntityKind[];
}

/** One thing people want. */
export interface Intent {
  readonly name: string;
  /** Phrases that mean it, in any language; none for the intent of whatever fits nowhere else. */
  readonly examples: readonly string[];
  /** Names of entities without which it cannot be served. */
  readonly requires: readonly string[];
  /**
   * What is said without a model once nothing required is missing; null where the documents and the models answer.
   * `{assistant_name}` and the names of required entities are places in it.
   */
  readonly reply: Readonly<Record<Locale, string>> | null;
  /** What is said while something required is missing, with `{missing}` for what; a plain sentence when absent. */
  readonly ask?: Readonly<Record<Locale, string>> | null | undefined;
  /** What the caller may offer next, when nothing required is missing, e.g. `enviar_cotizacion`. */
  readonly actions: readonly string[];
}
