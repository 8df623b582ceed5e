import * as fc from "fast-check";
import type { OpenApiDocument, Operation, Parameter } from "./openApiDocument.ts";
import { hostile, valuesOf, type KnownIds } from "./schemaValues.ts";

/** A request as it goes out; it may be as wrong as HTTP lets it be. */
export interface MadeUpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Requests to any route of the document: mostly as documented, often nearly, sometimes not at all. */
export function requestsOf(
  { operations, schemas }: OpenApiDocument,
  ids: KnownIds,
  keys: readonly string[],
): fc.Arbitrary<MadeUpRequest> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc
      .record({
        values: fc.tuple(...operation.parameters.map((one) => parameterValue(one, ids))),
        body: bodyOf(operation, schemas, ids),
        headers: headersOf(keys),
      })
      .map(({ values, body, headers }) => ({
        method: operation.method,
        path: pathOf(operation, values),
        headers: { ...headers, ...(body !== null && { "content-type": "application/json", ...headers }) },
        body,
      })),
  );
}

function parameterValue({ schema, required }: Parameter, ids: KnownIds): fc.Arbitrary<string | null> {
  const values = valuesOf(schema, {}, ids).map(textOf);
  const known = fc.oneof(fc.constantFrom(...ids), fc.constant("default"));
  return required
    ? fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: values })
    : fc.option(values, { nil: null });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function pathOf({ path, parameters }: Operation, values: readonly (string | null)[]): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const [place, { name, in: where }] of parameters.entries()) {
    const value = values[place];
    if (value === null || value === undefined) continue;
    if (where === "path") filled = filled.replace(`{${name}}`, inPath(value));
    else if (where === "query") query.append(name, value.toWellFormed());
  }
  return query.size > 0 ? `${filled}?${query.toString()}` : filled;
}

/** A segment of a path that `fetch` does not resolve away. */
function inPath(value: string): string {
  const text = value.toWellFormed().slice(0, 2_000);
  return text === "" || /^\.{1,2}$/.test(text) ? "%2e" : encodeURIComponent(text);
}

function bodyOf(
  { body, method }: Operation,
  schemas: OpenApiDocument["schemas"],
  ids: KnownIds,
): fc.Arbitrary<string | null> {
  if (method === "GET") return fc.constant(null);
  const documented = body
    ? valuesOf(body, schemas, ids).map((value) => JSON.stringify(value))
    : fc.constant("{}");
  return fc.oneof(
    { weight: 10, arbitrary: documented },
    { weight: 1, arbitrary: documented.map((text) => text.slice(0, text.length / 2)) },
    { weight: 1, arbitrary: hostile.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(null, "", "null", "[".repeat(5_000), '{"a":'.repeat(2_000)) },
  );
}

function headersOf(keys: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 8 });
  return fc
    .record({
      authorization: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...keys.map((key) => `Bearer ${key}`)) },
        { weight: 1, arbitrary: fc.constantFrom("Bearer ", "Bearer bt_wrong", "Basic YTpi", "Bearer a.b.c") },
      ),
      accept: fc.constantFrom("application/json", "text/event-stream", "*/*", "text/csv", ";;q=x"),
      "accept-language": rarely(fc.constantFrom("en", "es;q=0.1,en;q=x", "*", "-;q=-1")),
      "content-type": rarely(
        fc.constantFrom("text/plain", "multipart/form-data", "application/json; charset=x"),
      ),
      "last-event-id": rarely(fc.constantFrom("0", "-1", "99999999999999999999", "x", "1e3")),
      "idempotency-key": rarely(fc.constantFrom("k", "k2", "", "x".repeat(300), "é")),
      range: rarely(fc.constantFrom("bytes=0-1", "bytes=9-", "x")),
    })
    .map((headers) =>
      Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value.replace(/[^\u0020-\u00ff]/g, "?")]],
        ),
      ),
    );
}
