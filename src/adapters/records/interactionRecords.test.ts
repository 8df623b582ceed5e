import { interactionRecordsSuite } from "../../../test/ports/interactionRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

interactionRecordsSuite("SQLite", openSqliteRecords);
