import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { startTestServer, type TestServer } from "../e2e/testServer.ts";

let house: TestServer;
beforeAll(async () => void (house = await startTestServer()));
afterAll(() => house.stop());

const openApi = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()).optional() })),
  ),
});

test("these are the routes, and the document is OpenAPI 3.1", async () => {
  const document = openApi.parse(await (await fetch(`${house.url}/openapi.json`)).json());
  expect(document.openapi).toBe("3.1.0");
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const workspaceRoutes = [
    "DELETE /{workspace_id}",
    "DELETE /{workspace_id}/documents/{document_id}",
    "DELETE /{workspace_id}/interactions/{id}",
    "GET ",
    "GET /{workspace_id}",
    "GET /{workspace_id}/documents",
    "GET /{workspace_id}/documents/{document_id}",
    "GET /{workspace_id}/documents/{document_id}/content",
    "GET /{workspace_id}/documents/{document_id}/text",
    "GET /{workspace_id}/events",
    "GET /{workspace_id}/members",
    "PUT /{workspace_id}/members/{actor}",
    "DELETE /{workspace_id}/members/{actor}",
    "PATCH /{workspace_id}/documents/{document_id}",
    "GET /{workspace_id}/interactions",
    "GET /{workspace_id}/interactions/{id}",
    "PATCH /{workspace_id}",
    "POST ",
    "POST /{workspace_id}/ask",
    "POST /{workspace_id}/ask/stream",
    "POST /{workspace_id}/documents",
    "POST /{workspace_id}/documents/retry-failed",
    "POST /{workspace_id}/documents/{document_id}/reprocess",
    "POST /{workspace_id}/query",
    "POST /{workspace_id}/search",
  ];
  const under = (prefix: string) => workspaceRoutes.map((route) => route.replace(" ", ` ${prefix}`));
  const expected = [
    ...under("/api/v1/workspaces"),
    ...under("/api/v1/projects"),
    "DELETE /api/v1/conversations/{id}",
    "DELETE /api/v1/conversations/{id}/messages",
    "DELETE /api/v1/keys/{id}",
    "GET /api/v1/conversations",
    "GET /api/v1/conversations/{id}",
    "GET /api/v1/conversations/{id}/messages",
    "GET /api/v1/health/orchestration/active",
    "GET /api/v1/health/orchestration/metrics",
    "GET /api/v1/health/orchestration/performance",
    "GET /api/v1/keys",
    "DELETE /api/v1/conversations/{id}/messages/{message_id}/vote",
    "DELETE /api/v1/people/{id}",
    "GET /analytics/conversations",
    "GET /api/v1/analytics/conversations",
    "GET /api/v1/audit",
    "GET /api/v1/conversations/{id}/branches",
    "GET /api/v1/conversations/{id}/export",
    "GET /api/v1/conversations/{id}/messages/{message_id}/vote",
    "GET /api/v1/people/{id}",
    "GET /api/v1/people/{id}/export",
    "GET /chat/sessions",
    "PATCH /api/v1/audit/{id}",
    "POST /chat/process",
    "PUT /api/v1/conversations/{id}/messages/{message_id}/vote",
    "GET /api/v1/turns/{id}",
    "GET /api/v1/turns/{id}/events",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /v1/models",
    "PATCH /api/v1/conversations/{id}",
    "POST /api/v1/chat",
    "POST /api/v1/conversations",
    "POST /api/v1/conversations/{id}/messages",
    "POST /api/v1/health/orchestration/cleanup",
    "POST /api/v1/keys",
    "POST /api/v1/orchestrate",
    "POST /api/v1/turns/{id}/cancel",
    "POST /v1/chat/completions",
    "POST /v1/embeddings",
  ];
  expect(routes.toSorted()).toEqual(expected.toSorted());
});

test("the reference is served without any other host", async () => {
  const page = await fetch(`${house.url}/docs/`);
  expect(page.status).toBe(200);
  const assets = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, url = ""]) => new URL(url, page.url),
  );
  expect(assets.length).toBeGreaterThan(2);
  for (const asset of assets) {
    expect(asset.origin).toBe(house.url);
    expect((await fetch(asset)).status).toBe(200);
  }
});
