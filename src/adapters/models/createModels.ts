import type { ProviderName } from "../../contract/providers.ts";
import type { AttemptTimers, Model } from "../../core/answering/model.ts";
import type { ModelSettings } from "../../core/answering/modelSettings.ts";
import type { FieldError } from "../../core/errors.ts";
import { type BaseAddress, readBaseAddress } from "./baseAddress.ts";
import { createHttpModel } from "./httpModel.ts";
import { loadAiSdkModel } from "./loadAiSdkModel.ts";
import type { HttpPool } from "./httpPool.ts";
import { listedPrice } from "./prices.ts";
import { type Vendor, vendors } from "./vendors.ts";
import type { Quirks } from "./wireFormat.ts";

interface ModelSources {
  /** Empty: one model of each provider whose key is present. */
  readonly settings: readonly ModelSettings[];
  /** The environment's. */
  readonly variables: Readonly<Record<string, string>>;
  readonly pool: HttpPool;
}

type Created = { readonly models: readonly Model[] } | { readonly problems: readonly FieldError[] };

type HttpProvider = Exclude<ProviderName, "extractive" | "ai-sdk">;

/** The models to start with, or what keeps them from starting. `extractive` entries are left to the caller. */
export async function createModels({ settings, variables, pool }: ModelSources): Promise<Created> {
  const wanted =
    settings.length > 0
      ? settings.map((entry, n) => ({ entry, path: `models.${String(n)}` }))
      : startableProviders(variables).map((provider) => ({ entry: plainSettings(provider), path: null }));
  const models: Model[] = [];
  const problems: FieldError[] = [];
  for (const { entry, path } of wanted) {
    if (entry.provider === "extractive") continue;
    const { provider } = entry;
    const made =
      provider === "ai-sdk"
        ? await createBridged(entry, variables)
        : createModel(entry, provider, variables, pool);
    if (!("field" in made)) models.push(made);
    else
      problems.push({ path: path === null ? made.variable : `${path}.${made.field}`, message: made.message });
  }
  return problems.length > 0 ? { problems } : { models };
}

/** What is missing or wrong: as a field of the entry, and as the variable that could hold it. */
interface Lack {
  readonly field: string;
  readonly variable: string;
  readonly message: string;
}

function createModel(
  entry: ModelSettings,
  provider: HttpProvider,
  variables: ModelSources["variables"],
  pool: HttpPool,
): Model | Lack {
  const vendor = vendors[provider];
  const address = addressOf(entry, vendor, variables);
  if ("field" in address) return address;
  const key = keyOf(entry, vendor, variables);
  if ("field" in key) return key;
  const name = entry.model ?? modelIn(vendor, variables);
  if (name === null) {
    const variable = vendor.modelVariable ?? "";
    return { field: "model", variable, message: `${provider} needs the name of the model` };
  }
  const listed = listedPrice(provider, name);
  return createHttpModel(
    {
      id: entry.id,
      provider,
      name,
      window: entry.window ?? listed?.window ?? vendor.window,
      maxOutput: entry.maxOutput ?? listed?.maxOutput ?? null,
      price: entry.price ?? listed?.price ?? null,
      weight: entry.weight,
      timers: timersOf(entry, vendor),
      continues: true,
      keyVariable: key.variable,
    },
    {
      model: name,
      baseUrl: address.baseUrl,
      apiKey: key.value,
      quirks: quirksOf(entry, vendor, name, address.query),
    },
    vendor.format,
    { stream: entry.stream },
    pool,
  );
}

/** A model of an installed package, whose limits nobody here knows. */
async function createBridged(
  entry: ModelSettings,
  variables: ModelSources["variables"],
): Promise<Model | Lack> {
  const { id, provider, module, model, keyVariable, baseUrl, headers } = entry;
  const apiKey = keyVariable === null ? null : (variables[keyVariable]?.trim() ?? "");
  if (apiKey === "") {
    const variable = keyVariable ?? "";
    return { field: "api_key_env", variable, message: `${variable} is not set` };
  }
  const profile = {
    id,
    provider,
    name: model ?? "",
    window: entry.window ?? bridgedWindow,
    maxOutput: entry.maxOutput,
    price: entry.price,
    weight: entry.weight,
    timers: { ...usualTimers, ...entry.timers },
    continues: true,
    keyVariable,
  };
  const made = await loadAiSdkModel(profile, {
    module: module ?? "",
    model: model ?? "",
    baseUrl,
    apiKey,
    headers,
  });
  if ("model" in made) return made.model;
  return { field: made.problem.path, variable: "", message: made.problem.message };
}

const bridgedWindow = 32_768;

function addressOf(
  entry: ModelSettings,
  vendor: Vendor,
  variables: ModelSources["variables"],
): BaseAddress | Lack {
  const variable = firstSet(vendor.baseUrlVariables, variables);
  const text = entry.baseUrl ?? (variable === null ? vendor.baseUrl : (variables[variable] ?? null));
  const named = variable ?? vendor.baseUrlVariables[0] ?? "";
  if (text === null) {
    const message = `${entry.provider} needs the server's address, here or in ${named}`;
    return { field: "base_url", variable: named, message };
  }
  const message = entry.baseUrl === null ? `${named} is no HTTP address` : "is no HTTP address";
  const address = readBaseAddress(text.trim(), vendor.basePath, vendor.defaultPort);
  return address ?? { field: "base_url", variable: named, message };
}

function keyOf(
  entry: ModelSettings,
  vendor: Vendor,
  variables: ModelSources["variables"],
): { readonly value: string | null; readonly variable: string | null } | Lack {
  const names = entry.keyVariable === null ? vendor.keyVariables : [entry.keyVariable];
  const variable = firstSet(names, variables);
  if (variable !== null) return { value: variables[variable]?.trim() ?? null, variable };
  // A server of one's own may need none; a key that was named is meant to be there.
  if (names.length === 0 || (entry.baseUrl !== null && entry.keyVariable === null))
    return { value: null, variable: null };
  const message = `${names.join(" or ")} is not set, and ${entry.provider} needs its key`;
  return { field: "api_key_env", variable: names[0] ?? "", message };
}

function quirksOf(entry: ModelSettings, vendor: Vendor, name: string, query: string | null): Quirks {
  const refused = (vendor.refusedBy ?? []).flatMap((rule) => (rule.models.test(name) ? rule.refused : []));
  const headers = Object.entries(entry.headers).map(
    ([header, value]) => [header.toLowerCase(), value] as const,
  );
  return {
    ...vendor.quirks,
    refused: [...(vendor.quirks.refused ?? []), ...refused],
    headers: { ...vendor.quirks.headers, ...Object.fromEntries(headers) },
    ...(query !== null && { query }),
  };
}

const usualTimers: AttemptTimers = {
  connectMs: 5000,
  firstContentMs: 15_000,
  idleMs: 20_000,
  totalMs: 90_000,
};

function timersOf({ timers, stream }: ModelSettings, vendor: Vendor): AttemptTimers {
  const usual = { ...usualTimers, ...vendor.timers, ...timers };
  if (stream) return usual;
  // Whoever gives whole answers sends nothing, not even headers, until he has one.
  const { connectMs = usual.totalMs, firstContentMs = usual.totalMs } = timers;
  return { ...usual, connectMs, firstContentMs };
}

const providers = Object.keys(vendors).filter((name): name is HttpProvider => name in vendors);

function startableProviders(variables: ModelSources["variables"]): readonly HttpProvider[] {
  return providers.filter((provider) => {
    const vendor = vendors[provider];
    const { startsFrom, keyVariables, baseUrlVariables } = vendor;
    if (startsFrom === "never" || modelIn(vendor, variables) === null) return false;
    const hasAddress = firstSet(baseUrlVariables, variables) !== null;
    if (startsFrom === "base_url") return hasAddress;
    return firstSet(keyVariables, variables) !== null && (hasAddress || vendor.baseUrl !== null);
  });
}

function modelIn({ model, modelVariable = "" }: Vendor, variables: ModelSources["variables"]): string | null {
  const told = variables[modelVariable]?.trim() ?? "";
  return told === "" ? model : told;
}

/** A variable that is set to nothing is not set. */
function firstSet(names: readonly string[], variables: ModelSources["variables"]): string | null {
  return names.find((name) => (variables[name]?.trim() ?? "") !== "") ?? null;
}

function plainSettings(provider: HttpProvider): ModelSettings {
  return {
    id: provider,
    provider,
    model: null,
    module: null,
    baseUrl: null,
    keyVariable: null,
    price: null,
    window: null,
    maxOutput: null,
    weight: 1,
    timers: {},
    stream: true,
    headers: {},
  };
}
