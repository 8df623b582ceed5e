import { documentRecordsSuite } from "../../../test/ports/documentRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

documentRecordsSuite("SQLite", openSqliteRecords);
