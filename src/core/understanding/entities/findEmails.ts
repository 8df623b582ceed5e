/** E-mail addresses, in lower case; before the `@` at most 64 characters (RFC 5321). Linear. */
export function findEmails(text: string): { value: string; start: number; end: number }[] {
  return [...text.matchAll(addresses)].map((match) => ({
    value: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const addresses =
  /(?<![\w.+%-])[\w+%][\w.+%-]{0,62}(?<!\.)@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,6}[a-z]{2,24}(?![\w-])/gi;
