import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measuredTurn } from "../../../test/ports/measuredTurn.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";
import { turnFiguresSuite } from "../../../test/ports/turnFigures.ts";
import { createManualClock } from "../system/manualClock.ts";
import { secureRandom } from "../system/secureRandom.ts";
import { createRecordedTelemetry } from "../telemetry/recordedTelemetry.ts";
import { openSqlite } from "./sqlite.ts";
import { createTurnFigures } from "./turnFigureRecords.ts";

turnFiguresSuite("SQLite", openSqliteRecords);

test("figures survive the closing and opening of the file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "batuta-figures-"));
  const clock = createManualClock(1_700_000_000_000);
  const opened = async () => {
    const database = await openSqlite({ path: join(folder, "records.sqlite"), now: clock.now });
    const figures = createTurnFigures({
      database,
      clock,
      random: secureRandom,
      telemetry: createRecordedTelemetry(),
    });
    const close = () => figures.close().then(() => database.close());
    return { figures, close };
  };

  const before = await opened();
  before.figures.turn(measuredTurn({ at: clock.now() }));
  await before.close();
  const { figures, close } = await opened();
  figures.turn(measuredTurn({ at: clock.now() }));
  expect(await figures.turnDays({ days: 1 })).toMatchObject([{ day: "2023-11-14", turns: 2 }]);
  await close();
  await rm(folder, { recursive: true });
});
