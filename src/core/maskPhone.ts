/** A phone number as those see it who need not know it: `+598 ** *** 456`, of any length. */
export function maskPhone(phone: string): string {
  const [, code, rest = ""] = e164.exec(phone) ?? [];
  if (code === undefined) return "***";
  return rest.length < shownDigits + 3 ? `+${code} ***` : `+${code} ** *** ${rest.slice(-shownDigits)}`;
}

const shownDigits = 3;
/** The country's code (ITU-T E.164): one digit for 1 and 7, two for these zones, else three. */
const e164 = /^\+([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/;
