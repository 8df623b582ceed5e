import type { FieldError } from "../../core/errors.ts";
import type { Embedder, EmbedderSettings } from "../../core/retrieval/embedder.ts";
import { embeddingVendors, type EmbeddingVendor } from "./embeddingVendors.ts";
import { createHttpEmbedder, type VendorHttp } from "./httpEmbedder.ts";

type Variables = Readonly<Record<string, string>>;

/** The configured embedder, or what keeps it from starting. Makes no call. */
export function createEmbedder(
  settings: EmbedderSettings,
  variables: Variables,
  http: VendorHttp,
): { readonly embedder: Embedder } | { readonly problems: readonly FieldError[] } {
  const { provider, model, dimensions, batch } = settings;
  const vendor = embeddingVendors[provider];
  const named = settings.baseUrl ?? firstOf(vendor.baseUrlVariables, variables);
  const baseUrl = normalised(named ?? vendor.baseUrl, vendor);
  const apiKey = firstOf(
    settings.keyVariable === null ? vendor.keyVariables : [settings.keyVariable],
    variables,
  );
  const problems = [
    ...(baseUrl === null ? [baseUrlProblem(settings, vendor, named !== null)] : []),
    ...keyProblems(settings, vendor, apiKey),
  ];
  if (baseUrl === null || problems.length > 0) return { problems };

  const asked = vendor.resizable?.test(model) === true ? dimensions : null;
  const target = { model, apiKey, dimensions: asked, quirks: vendor.quirks ?? {} };
  const limits = { ...vendor.limits, texts: batch ?? vendor.limits.texts };
  const { timeoutMs = 30_000 } = vendor;
  const options = { provider, baseUrl, dimensions, limits, timeoutMs };
  return { embedder: createHttpEmbedder(target, vendor.format, options, http) };
}

function keyProblems(
  { provider, baseUrl, keyVariable }: EmbedderSettings,
  { keyVariables }: EmbeddingVendor,
  apiKey: string | null,
): FieldError[] {
  const needed = keyVariable !== null || (keyVariables.length > 0 && baseUrl === null);
  if (apiKey !== null || !needed) return [];
  const variable = keyVariable ?? keyVariables.join(" or ");
  return [{ path: "embedder.api_key_env", message: `${provider} needs a key: set the variable ${variable}` }];
}

function baseUrlProblem(
  { provider, baseUrl }: EmbedderSettings,
  { baseUrlVariables }: EmbeddingVendor,
  named: boolean,
): FieldError {
  const path = "embedder.base_url";
  const variables = baseUrlVariables.join(" or ");
  if (!named)
    return {
      path,
      message: `${provider} needs the server's address${variables === "" ? "" : `, here or in ${variables}`}`,
    };
  const where = baseUrl === null ? ` in ${variables}` : "";
  return { path, message: `expected an address that begins with http:// or https://${where}` };
}

function firstOf(names: readonly string[], variables: Variables): string | null {
  const found = names.find((name) => (variables[name] ?? "") !== "");
  return found === undefined ? null : (variables[found] ?? null);
}

/** Null for what is no HTTP address. A host alone, as in `OLLAMA_HOST`, is one where a usual path is known. */
function normalised(address: string | null, vendor: EmbeddingVendor): string | null {
  if (address === null) return null;
  const url = URL.parse(/^https?:/u.test(address) ? address : hostAddress(address, vendor));
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  const path = url.pathname.replace(/\/+$/u, "");
  return `${url.origin}${path === "" ? (vendor.usualPath ?? "") : path}`;
}

function hostAddress(address: string, { usualPath, usualPort }: EmbeddingVendor): string {
  if (usualPath === undefined || address.includes("://")) return address;
  const hasPort = usualPort === undefined || /:\d+(?:\/|$)/u.test(address);
  return hasPort ? `http://${address}` : `http://${address}:${usualPort}`;
}
