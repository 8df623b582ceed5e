import type { FieldError } from "../../core/errors.ts";
import type { Model } from "../../core/answering/model.ts";
import { createAiSdkModel } from "./aiSdkModel.ts";
import type { AiSdkLanguageModel } from "./aiSdkRequest.ts";
import type { ModelProfile } from "./httpModel.ts";
import { isRecord, recordOf, textOf } from "./json.ts";

/** One entry of `models` whose provider is `ai-sdk`. */
export interface AiSdkSettings {
  /** Name of an installed package, e.g. `@ai-sdk/mistral`. */
  readonly module: string;
  /** The vendor's name of the model. */
  readonly model: string;
  readonly baseUrl: string | null;
  /** Null leaves it to the package, which reads its own variable at each call. */
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Loads a provider's package and makes the model. Makes no call. The problem's path is relative to the model's entry. */
export async function loadAiSdkModel(
  profile: ModelProfile,
  settings: AiSdkSettings,
): Promise<{ readonly model: Model } | { readonly problem: FieldError }> {
  const { module, model, baseUrl, apiKey, headers } = settings;
  const loaded = await load(module);
  if (typeof loaded === "string") return problem("module", loaded);
  const factories = Object.entries(loaded).filter(([name]) => /^create[A-Z]/u.test(name));
  const [factory] = factories.map(([, made]) => made).filter(isCallable);
  if (factory === undefined || factories.length > 1)
    return problem("module", `${module} is no provider of the AI SDK: expected one export named create…`);
  try {
    const provider = factory({
      ...(apiKey !== null && { apiKey }),
      ...(baseUrl !== null && { baseURL: baseUrl }),
      headers,
    });
    const languageModel = languageModelOf(provider, model);
    if (isLanguageModel(languageModel)) return { model: createAiSdkModel(profile, languageModel) };
    return problem(
      "module",
      `${module} speaks a version of the AI SDK that is not known here: expected v2, v3 or v4`,
    );
  } catch (error) {
    // Its message may hold a key.
    const name = error instanceof Error ? error.name : "an error";
    return problem("module", `${module} cannot make the model ${model}: ${name}`);
  }
}

/** A text says why there is none. */
async function load(module: string): Promise<Readonly<Record<string, unknown>> | string> {
  if (!/^(?:@[\w.-]+\/)?[\w][\w.-]*$/u.test(module))
    return "expected the name of a package, e.g. @ai-sdk/mistral";
  try {
    const loaded: unknown = await import(module);
    return recordOf(loaded);
  } catch (error) {
    const code = textOf(recordOf(error)["code"]);
    if (code === "ERR_MODULE_NOT_FOUND" && isAbout(error, module))
      return `${module} is not installed: run npm install ${module} beside Batuta`;
    return `${module} cannot be loaded${code === "" ? "" : ` (${code})`}`;
  }
}

/** A package that is there may miss another. */
function isAbout(error: unknown, module: string): boolean {
  return error instanceof Error && error.message.includes(`'${module}'`);
}

/** Every provider has `languageModel`; it may be a function with it, or an object. */
function languageModelOf(provider: unknown, model: string): unknown {
  if ((typeof provider !== "object" && typeof provider !== "function") || provider === null) return null;
  const make: unknown = Reflect.get(provider, "languageModel");
  return isCallable(make) ? Reflect.apply(make, provider, [model]) : null;
}

function isCallable(value: unknown): value is (argument: unknown) => unknown {
  return typeof value === "function";
}

function isLanguageModel(value: unknown): value is AiSdkLanguageModel {
  if (!isRecord(value)) return false;
  const version = value["specificationVersion"];
  return (version === "v2" || version === "v3" || version === "v4") && isCallable(value["doStream"]);
}

function problem(path: string, message: string): { readonly problem: FieldError } {
  return { problem: { path, message } };
}
