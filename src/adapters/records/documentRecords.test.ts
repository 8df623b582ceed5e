import { documentRecordsSuite } from "../../../test/ports/documentRecords.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";
import { restrictedDocumentsSuite } from "../../../test/ports/restrictedDocuments.ts";

documentRecordsSuite("SQLite", openSqliteRecords);
restrictedDocumentsSuite("SQLite", openSqliteRecords);
