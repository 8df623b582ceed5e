import { auditSuite } from "../../../test/ports/audit.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

auditSuite("SQLite", openSqliteRecords);
