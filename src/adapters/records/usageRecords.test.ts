import { openSqliteRecords } from "../../../test/ports/records.ts";
import { usageRecordsSuite } from "../../../test/ports/usageRecords.ts";

usageRecordsSuite("SQLite", openSqliteRecords);
