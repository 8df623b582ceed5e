import type { Locale } from "./common.ts";
import { en } from "./messages.en.ts";
import { es } from "./messages.es.ts";

export type MessageKey = keyof typeof es;

const catalogueByLocale = { es, en } as const;

/** The text for people; every `{placeholder}` of the text must be in `values`. */
export function message(
  locale: Locale,
  key: MessageKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return catalogueByLocale[locale][key].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? `{${name}}`),
  );
}
