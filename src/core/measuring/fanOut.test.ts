import { expect, test } from "vitest";
import { measuredTurn } from "../../../test/ports/measuredTurn.ts";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import { fanOut } from "./fanOut.ts";
import type { TurnLedger } from "./turnLedger.ts";

test("each ledger gets each turn, behind one that breaks too", () => {
  const telemetry = createRecordedTelemetry();
  const taken: string[] = [];
  const taking = (name: string): TurnLedger => ({
    turn: ({ turnId }) => void taken.push(`${name} ${turnId}`),
  });
  const broken: TurnLedger = {
    turn() {
      throw new Error("full");
    },
  };
  const ledger = fanOut({ telemetry }, taking("records"), broken, taking("spans"));
  ledger.turn(measuredTurn({ turnId: "t1" }));
  ledger.turn(measuredTurn({ turnId: "t2" }));

  expect(taken).toEqual(["records t1", "spans t1", "records t2", "spans t2"]);
  expect(telemetry.said).toEqual(["error ledger_broke", "error ledger_broke"]);
});
