import { personSuite } from "../../../test/ports/people.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

personSuite("SQLite", openSqliteRecords);
