import { accessRecordsSuite } from "../../../test/ports/accessRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

accessRecordsSuite("SQLite", openSqliteRecords);
