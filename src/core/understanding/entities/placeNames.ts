import type { MessageWord } from "./messageWords.ts";
import { isGivenName } from "./words/commonWords.ts";

/** Whether words `first` to `next` are part of the name of a place: "Río Negro", "calle Juan Rojas", "Green Street". */
export function isPlaceName(
  words: readonly MessageWord[],
  { first, next }: { readonly first: number; readonly next: number },
): boolean {
  const isCapitalised = words[first]?.isCapitalised === true;
  const behind = words[next]?.form ?? "";
  if (isCapitalised && words[next]?.isCapitalised === true && placesBehind.has(behind)) return true;
  let at = first - 1;
  for (let steps = 0; steps < 5 && isLink(words, at); steps++) at--;
  const before = words[at]?.form ?? "";
  return places.has(before) || (isCapitalised && vaguePlaces.has(before));
}

/** What stands between "calle" and the name: "av. Gral. Juan Rojas", "calle de la Rosa". */
function isLink(words: readonly MessageWord[], at: number): boolean {
  const word = words[at];
  if (!word) return false;
  if (word.form === ".") return word.isGlued && (words[at - 1]?.form.length ?? 9) < 5;
  return links.has(word.form) || (word.isCapitalised && isGivenName(word.form));
}

const links = new Set(
  "de del la las los el san santa santo gral general dr dra doctor doctora ing ingeniero cnel coronel cap capitan".split(
    " ",
  ),
);

const places = new Set(
  (
    "calle avenida av avda bulevar bvar bv boulevard esquina esq barrio rio arroyo cerro villa departamento localidad " +
    "ciudad pueblo balneario rambla street avenue ave road"
  ).split(" "),
);

/** Names only with a capital behind them: paso ancho, but Paso Ancho. */
const vaguePlaces = new Set(
  "puerto punta paso costa playa monte isla lago laguna plaza camino pasaje colonia ruta sierra sierras lake mount fort port san santa".split(
    " ",
  ),
);

const placesBehind = new Set(
  "street st avenue ave road rd lane drive river lake creek valley bay island beach park city county hill hills square".split(
    " ",
  ),
);

/** Whether words `first` to `next`, a day of a month, name a street: "calle 25 de mayo", "18 de julio 1456". */
export function isStreetOfDay(
  words: readonly MessageWord[],
  day: { readonly first: number; readonly next: number },
): boolean {
  if (isPlaceName(words, day)) return true;
  const isNamed = /^(?:de|of)$/.test(words[day.next - 2]?.form ?? "") && words[day.next - 1]?.kind === "word";
  if (!isNamed) return false;
  // "El 18 de julio" is when, "en 18 de julio" is where.
  const before = words[day.first - 1]?.form ?? "";
  if (before === "en") return true;
  if (/^(?:el|al|del|para|hasta|desde)$/.test(before)) return false;
  const house = words[day.next];
  const after = words[day.next + 1];
  return /^\d{3,5}$/.test(house?.form ?? "") && (after?.kind !== "word" || houseParts.has(after.form));
}

const houseParts = new Set("esq esquina casi entre apto apt bis piso y local oficina of".split(" "));
