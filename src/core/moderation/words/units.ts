/** What a number measures, and how many of the dimension's base units its unit is. */
export interface Unit {
  readonly dimension: string;
  readonly factor: number;
  /** Added after multiplying; only temperatures have it. */
  readonly offset: number;
}

/** A unit by its name or symbol in lower case without accents, Spanish or English; null for anything else. */
export function unitOf(form: string): Unit | null {
  return unitByForm.get(form) ?? null;
}

/** A symbol that a number stands right before or after. */
export function currencyOf(form: string): Unit | null {
  const dimension = currencies[form];
  return dimension === undefined ? null : { dimension, factor: 1, offset: 0 };
}

const currencies: Readonly<Record<string, string>> = {
  $: "dollar",
  "€": "euro",
  "£": "pound",
  "¥": "yen",
  "₹": "rupee",
};

/** Dimension, then its units: factor and names. A plural in -s or -es needs no entry of its own. */
const dimensions: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  time: [
    [1e-3, "millisecond ms milisegundo"],
    [1, "second sec segundo"],
    [60, "minute min minuto"],
    [3_600, "hour hr h hora"],
    [86_400, "day dia"],
    [604_800, "week semana"],
    [2_629_800, "month mes"],
    [31_557_600, "year yr año ano"],
    [315_576_000, "decade decada"],
    [3_155_760_000, "century centuries siglo"],
    [31_557_600_000, "millennium millennia milenio"],
  ],
  length: [
    [1e-9, "nanometer nanometre nm nanometro"],
    [1e-6, "micrometer micrometre micron µm micrometro"],
    [1e-3, "millimeter millimetre mm milimetro"],
    [1e-2, "centimeter centimetre cm centimetro"],
    [0.0254, "inch inches pulgada"],
    [0.3048, "foot feet ft"],
    [0.9144, "yard yd yarda"],
    [1, "meter metre m mt mts metro"],
    [1e3, "kilometer kilometre km kilometro"],
    [1_609.344, "mile mi milla"],
    [1_852, "nautical"],
    [9.4607e15, "lightyear ly"],
  ],
  area: [
    [1e-4, "cm2 cm²"],
    [1, "m2 m² sqm"],
    [1e4, "hectare ha hectarea"],
    [4_046.86, "acre"],
    [1e6, "km2 km²"],
  ],
  volume: [
    [1e-3, "milliliter millilitre ml mililitro"],
    [1, "liter litre l litro"],
    [3.785, "gallon gal galon"],
    [1e3, "m3 m³"],
  ],
  mass: [
    [1e-9, "microgram mcg µg microgramo"],
    [1e-6, "milligram mg miligramo"],
    [1e-3, "gram g gr gramo"],
    [0.02835, "ounce oz onza"],
    [0.45359, "lb lbs libra"],
    [1, "kilogram kg kilo kilogramo"],
    [1e3, "ton tonne tonelada"],
  ],
  speed: [
    [1 / 3.6, "kph kmh"],
    [0.44704, "mph"],
  ],
  temperature: [[1, "celsius centigrade centigrado c"]],
  kelvin: [[1, "kelvin"]],
  percent: [[1, "% percent percentage porciento pct"]],
  permille: [[1, "‰"]],
  angle: [[1, "degree grado"]],
  energy: [
    [1, "joule j julio"],
    [1e3, "kj kilojoule"],
    [4_184, "kcal calorie caloria kilocaloria cal"],
    [3.6e6, "kwh"],
  ],
  power: [
    [1, "watt w vatio"],
    [1e3, "kilowatt kw kilovatio"],
    [1e6, "megawatt mw megavatio"],
    [1e9, "gigawatt gw gigavatio"],
  ],
  voltage: [
    [1, "volt v voltio"],
    [1e3, "kv"],
  ],
  frequency: [
    [1, "hertz hz hercio"],
    [1e3, "khz"],
    [1e6, "mhz"],
    [1e9, "ghz"],
  ],
  storage: [
    [1, "byte"],
    [1e3, "kb kilobyte"],
    [1e6, "mb megabyte"],
    [1e9, "gb gigabyte"],
    [1e12, "tb terabyte"],
  ],
  dollar: [[1, "dollar usd dolar buck"]],
  euro: [[1, "euro eur"]],
  pound: [[1, "gbp"]],
  yen: [[1, "yen jpy"]],
  peso: [[1, "peso"]],
  cent: [[1, "cent centavo centimo"]],
  times: [[1, "time times vez veces fold x"]],
};

const unitByForm = new Map<string, Unit>();
for (const [dimension, units] of Object.entries(dimensions)) {
  for (const [factor, forms] of units) enter(forms.split(" "), { dimension, factor, offset: 0 });
}
const fahrenheit: Unit = { dimension: "temperature", factor: 5 / 9, offset: -160 / 9 };
unitByForm.set("fahrenheit", fahrenheit).set("f", fahrenheit);

/** Under its names and their plurals; the first to claim a name keeps it. */
function enter(forms: readonly string[], unit: Unit): void {
  for (const form of forms) {
    const plurals = form.length > 2 ? [form, `${form}s`, `${form}es`] : [form, `${form}s`];
    for (const spelling of plurals) if (!unitByForm.has(spelling)) unitByForm.set(spelling, unit);
  }
}
