import { idempotencyRecordsSuite } from "../../../test/ports/idempotencyRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

idempotencyRecordsSuite("SQLite", openSqliteRecords);
