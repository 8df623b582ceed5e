import { phoneRecordsSuite } from "../../../test/ports/phoneRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

phoneRecordsSuite("SQLite", openSqliteRecords);
