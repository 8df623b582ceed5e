/**
 * Whether a question can hardly be understood without what was said before: a few characters, a connector at its
 * beginning, or a pronoun that points back. Spanish and English.
 */
export function leansOnHistory(question: string): boolean {
  const text = question
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .trim()
    .replace(/^[¿¡"'([]+/, "");
  return text.length < shortest || connector.test(text) || pronoun.test(text);
}

const shortest = 15;
const connector = /^(?:y|pero|entonces|ademas|tambien|and|but|so|also|then|what about|how about)\b/;
const pronoun =
  /\b(?:eso|esto|esos?|esas?|estos|estas|aquello|el mismo|la misma|lo anterior|ello|ellos|ellas|that one|those|these|it|its|they|them|their|he|him|she|her|the same|the former|the latter)\b/;
