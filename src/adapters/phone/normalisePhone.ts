import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";

/**
 * E.164 of a telephone number as people and gateways write it; null for what is none. `country` (ISO 3166-1) is where a
 * number without a country's code belongs. One that begins with `+` needs only the right length: new ranges come faster
 * than metadata does.
 */
export function createNormalisePhone(country: string): (text: string) => string | null {
  const defaultCountry: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  return (text) => {
    // Gateways name their channel before the number.
    const number = text.trim().replace(/^(?:whatsapp|tel|sms):/i, "");
    const options = { extract: false, ...(defaultCountry && { defaultCountry }) };
    const parsed = parsePhoneNumberFromString(number, options);
    if (number.startsWith("+")) return parsed?.isPossible() === true ? parsed.number : null;
    if (parsed?.isValid() === true) return parsed.number;
    // WhatsApp leaves the plus out.
    const international = parsePhoneNumberFromString(`+${number}`, { extract: false });
    return international?.isValid() === true ? international.number : null;
  };
}
