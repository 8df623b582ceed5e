import { openSqliteRecords } from "../../../test/ports/records.ts";
import { voteSuite } from "../../../test/ports/votes.ts";

voteSuite("SQLite", openSqliteRecords);
