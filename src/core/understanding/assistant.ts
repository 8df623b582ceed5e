import type { Locale } from "../../contract/common.ts";

/** Canonical values by the entity's name, e.g. `{ productos: ["isodec"], espesores: ["100mm"], largo: ["10m"] }`. */
export type Entities = Readonly<Record<string, readonly string[]>>;

/** What an assistant makes of one message. */
export interface Understanding {
  /** An intent of the profile; the fallback one when none fits. */
  readonly intent: string;
  /** 0..1, calibrated: of the messages at .8, four in five are understood rightly. */
  readonly confidence: number;
  /** What the message names, together with what was known before; a new value takes the place of an old one. */
  readonly entities: Entities;
  /** Required by the intent and named nowhere yet, in the profile's order. */
  readonly missing: readonly string[];
  /** What to say without asking a model; null where documents and models answer. */
  readonly reply: string | null;
  /** None while something is missing, nor where all was confirmed before as it is. */
  readonly actions: readonly string[];
  /** Whether all that the intent requires is known, and otherwise than when it was last confirmed. */
  readonly confirms: boolean;
  /** What is still asked for behind this message, of this intent or an earlier one; null for nothing. */
  readonly pending: PendingRequest | null;
}

/** An intent that cannot be served yet. */
export interface PendingRequest {
  readonly intent: string;
  readonly missing: readonly string[];
  /** Asks for it. */
  readonly ask: string;
}

/** What was understood of a conversation so far. */
export interface AssistantMemory {
  /** The intent whose missing entities are being asked for; null for none. */
  readonly pending: string | null;
  readonly entities: Entities;
  /** The request that was last complete, with what it required; left out before the first one. */
  readonly confirmed?: ConfirmedRequest | undefined;
  /** The language that was last recognised; left out before the first one was. */
  readonly locale?: Locale | undefined;
}

export interface ConfirmedRequest {
  readonly intent: string;
  readonly entities: Entities;
}

/** Reads messages in the light of a profile. Pure and synchronous. */
export interface Assistant {
  understand(message: string, memory: AssistantMemory, locale: Locale): Understanding;
  /** What is to be remembered for the next message. */
  remember(memory: AssistantMemory, understood: Understanding): AssistantMemory;
}

export interface AssistantDep {
  readonly assistant: Assistant;
}
