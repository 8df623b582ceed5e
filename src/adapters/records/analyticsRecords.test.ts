import { analyticsSuite } from "../../../test/ports/analytics.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

analyticsSuite("SQLite", openSqliteRecords);
