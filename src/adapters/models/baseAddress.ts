/** Where an API lies: what is asked follows the URL and precedes the query. */
export interface BaseAddress {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Without its question mark; null when there is none. */
  readonly query: string | null;
}

/**
 * Reads an address as people write it: without scheme, with slashes behind it, with the endpoint or an `api-version`
 * still on it, or as a server's own listening address. `path` completes one that names a host alone, `port` one
 * without scheme and port. Null when it is no HTTP address.
 */
export function readBaseAddress(text: string, path: string, port?: number): BaseAddress | null {
  const bare = !/^[a-z][a-z\d+.-]*:\/\//iu.test(text);
  const url = URL.parse(bare ? `http://${text}` : text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") return null;
  if (bare && url.port === "" && port !== undefined) url.port = String(port);
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  const told = url.pathname.replace(/\/+$/u, "").replace(/\/(?:chat\/completions|responses)$/u, "");
  const query = url.search.slice(1);
  return { baseUrl: `${url.origin}${told === "" ? path : told}`, query: query === "" ? null : query };
}
