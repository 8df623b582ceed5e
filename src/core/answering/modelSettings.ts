import type { ProviderName } from "../../contract/providers.ts";
import type { AttemptTimers, Price } from "./model.ts";

/** One entry of `models` in the configuration; null takes the provider's own or a sensible value. */
export interface ModelSettings {
  readonly id: string;
  readonly provider: ProviderName;
  /** The vendor's name; null takes the provider's usual model. */
  readonly model: string | null;
  /** Package of an `ai-sdk` provider, e.g. `@ai-sdk/mistral`; null for all others. */
  readonly module: string | null;
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  readonly price: Price | null;
  readonly window: number | null;
  readonly maxOutput: number | null;
  readonly weight: number;
  readonly timers: Partial<AttemptTimers>;
  /** False for servers that only give whole answers. */
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string>>;
}
