import type { PageOf, StoredMessage } from "./conversation.ts";

/** Few enough that an export, whatever its length, holds little at a time. */
const pageSize = 100;

/** All messages, a page at a time. */
export async function* pagesOf(
  read: (page: PageOf) => Promise<readonly StoredMessage[]>,
): AsyncGenerator<readonly StoredMessage[]> {
  for (let cursor: string | undefined; ;) {
    const page = await read({ limit: pageSize, ...(cursor !== undefined && { cursor }) });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    cursor = page.at(-1)?.id;
  }
}
