import type { TelemetryDep } from "../telemetry.ts";
import type { TurnLedger } from "./turnLedger.ts";

/** One ledger of several: each gets every turn, and one that breaks costs the others nothing. */
export function fanOut({ telemetry }: TelemetryDep, ...ledgers: readonly TurnLedger[]): TurnLedger {
  return {
    turn(measured) {
      for (const ledger of ledgers) {
        try {
          ledger.turn(measured);
        } catch (cause) {
          telemetry.error("ledger_broke", {}, cause);
        }
      }
    },
  };
}
