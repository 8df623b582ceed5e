import { openSqliteRecords } from "../../../test/ports/records.ts";
import { sessionRecordsSuite } from "../../../test/ports/sessionRecords.ts";

sessionRecordsSuite("SQLite", openSqliteRecords);
