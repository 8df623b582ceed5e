/** What vendors' own tools call their settings. */
const vendorVariable =
  /^(?!BATUTA_)(?:\w+_(?:API_KEY|BASE_URL|API_VERSION)|OLLAMA_HOST|AZURE_OPENAI_ENDPOINT)$/;

/**
 * The variables that adapters may see: those of vendors and those that the configuration names. Blanks around a value
 * are dropped, because a key read from a file ends in a line break that no header can hold; an empty one is none.
 */
export function vendorVariables(
  environment: Readonly<Record<string, string | undefined>>,
  named: readonly (string | null)[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment).flatMap(([name, value = ""]) => {
    const text = value.trim();
    return text !== "" && (vendorVariable.test(name) || named.includes(name)) ? [[name, text] as const] : [];
  });
  return Object.freeze(Object.fromEntries(entries));
}
