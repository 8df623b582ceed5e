import { createLocalDocumentEvents } from "../../src/adapters/bus/localDocumentEvents.ts";
import { createDocumentRecords } from "../../src/adapters/records/documentRecords.ts";
import { documentEventSchema } from "../../src/contract/documents.ts";
import type { LiveDocumentEvent } from "../../src/core/documents/documentEvents.ts";
import type { Claim, DocumentDraft, PublishedContent } from "../../src/core/documents/documentRecords.ts";
import type { Random } from "../../src/core/random.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

/** Milliseconds of the leases that the suites take. */
export const lease = 60_000;
/** Before every id that is made. */
export const firstId = "00000000-0000-7000-8000-000000000000";

/** Document records on an empty database, with short ways to fill them; what is heard is of workspace `w`. */
export async function openDocumentRecords(open: OpenRecords, random?: (house: RecordsHouse) => Random) {
  const house = await open();
  const documentEvents = createLocalDocumentEvents();
  const heard: LiveDocumentEvent[] = [];
  documentEvents.subscribe("w", (event) => heard.push(event));
  const ids = random?.(house) ?? house.random;
  const documents = createDocumentRecords({ ...house, random: ids, documentEvents });
  let drafts = 0;
  const draft = (changes: Partial<DocumentDraft> = {}): DocumentDraft => {
    drafts += 1;
    const hash = `hash-${drafts}`;
    return {
      id: ids.id(),
      name: `${drafts}.txt`,
      hash,
      mime: "text/plain",
      bytes: 5,
      uploadedBy: "ana",
      ...changes,
    };
  };
  const accept = async (workspaceId = "w", changes: Partial<DocumentDraft> = {}) => {
    const [accepted] = await documents.accept(workspaceId, [draft(changes)]);
    if (!accepted) throw new Error("not accepted");
    return accepted.document;
  };
  const claimed = async (): Promise<Claim> => {
    const claim = await documents.claim(lease);
    if (!claim) throw new Error("nothing is due");
    return claim;
  };
  const states = () => heard.map(({ data }) => stateIn(data));
  return { ...house, documents, heard, draft, accept, claimed, states };
}

/** The stage of a `document` event, or its status when it has none. */
export function stateIn(data: string): string {
  const { status, stage } = documentEventSchema.parse(JSON.parse(data));
  return stage ?? status;
}

/** A document whose chunks and pages are the given parts. */
export function content(...parts: readonly string[]): PublishedContent {
  let end = 0;
  const chunks = parts.map((text, position) => {
    const start = end;
    end += text.length;
    return {
      position,
      page: position + 1,
      headings: text === "bajo título" ? ["Título"] : [],
      start,
      end,
      text,
    };
  });
  return {
    text: parts.join(""),
    pages: chunks.map(({ page, start, end: to }) => ({ page, start, end: to })),
    chunks,
    language: "es",
  };
}
