import { otherGender, pluralKey } from "../messageWords.ts";
import { commonEnglish } from "./commonEnglish.ts";
import { commonSpanish } from "./commonSpanish.ts";
import { givenNames } from "./givenNames.ts";

const smallWords = new Set(
  (
    "de del la el los las lo le les un una unos unas y e o u a al en con sin por para que se su sus mi mis tu tus me te nos es " +
    "son no si ya muy mas hay fue ser soy era the an and or of in on at to for from by with is are be am was it its this that " +
    "my your our we you i he she they not do if so as up go hi yes can has had did but out get got all any how who why what"
  ).split(" "),
);

const figureWords =
  "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty " +
  "ninety fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth " +
  "eighteenth nineteenth twentieth thirtieth cuarto quinto sexto septimo octavo noveno decimo catorce quince treinta";

const peoples =
  "american argentine british brazilian canadian chinese dutch english european french german greek indian irish italian " +
  "japanese mexican polish portuguese roman russian scottish spanish swiss turkish welsh aleman argentino brasileno chileno " +
  "chino espanol frances griego ingles italiano mexicano paraguayo peruano portugues romano ruso uruguayo";

/** What people say instead of what they were asked for. */
const evasions =
  "cancelar cancela cancelo cancelado cancelalo cancelemos anonimo anonima nada nadie ninguno ninguna despues luego dejalo olvidalo " +
  "dejemos omitir omite omitilo omitido saltar saltalo salteo saltear pasar paso salir salgo terminar parar basta nunca tampoco " +
  "igual cualquiera desconocido prefiero privado confidencial secreto anonymous anon nobody nothing none noone nope nah later " +
  "cancel cancelled skip pass stop quit exit abort undo forget never private unknown whatever whoever anyone anybody null undefined";

const commonKeys = new Set(
  `${commonSpanish} ${commonEnglish} ${figureWords} ${peoples} ${evasions}`.split(" ").map(pluralKey),
);
const evasionKeys = new Set(evasions.split(" "));
const names = new Set(givenNames.split(" "));

/** Articles, prepositions and the like, up to four letters; without accents. */
export function isSmallWord(form: string): boolean {
  return smallWords.has(form);
}

/** An everyday word, Spanish or English, which is therefore no typing error of another. */
export function isCommonWord(form: string): boolean {
  return (
    smallWords.has(form) || commonKeys.has(pluralKey(form)) || commonKeys.has(pluralKey(otherGender(form)))
  );
}

/** "Nadie", "skip": an answer that gives nothing, however it is capitalised. */
export function isEvasion(form: string): boolean {
  return evasionKeys.has(form);
}

export function isGivenName(form: string): boolean {
  return names.has(form);
}
