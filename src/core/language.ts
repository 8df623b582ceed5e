/** The languages that text analysis stems; ISO 639-1. */
export const languages = ["es", "en", "pt", "fr", "de", "it"] as const;

export type Language = (typeof languages)[number];

export function isLanguage(value: string): value is Language {
  return languages.some((language) => language === value);
}
