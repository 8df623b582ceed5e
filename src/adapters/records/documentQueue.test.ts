import { documentQueueSuite } from "../../../test/ports/documentQueue.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";

documentQueueSuite("SQLite", openSqliteRecords);
