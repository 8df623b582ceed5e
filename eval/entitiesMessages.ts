import type { Draw } from "./entitiesTypos.ts";

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A message with what it names, and where. */
export interface NamedMessage {
  readonly text: string;
  readonly named: readonly (NamedValue & { readonly start: number; readonly end: number })[];
}

export function namedValues({ name, value }: NamedValue): string {
  return `${name}=${value}`;
}

type Half = 0 | 1;

/** Two hundred and fifty messages in each language. The halves share catalogues, and neither sentences nor figures. */
export function panelMessages(half: Half, draw: Draw): NamedMessage[] {
  return (["es", "en"] as const).flatMap((language) =>
    Array.from({ length: 250 }, (_, at) => {
      const patterns = sentences[language][half];
      return filled(patterns[at % patterns.length] ?? "", language, half, draw);
    }),
  );
}

function filled(pattern: string, language: "es" | "en", half: Half, draw: Draw): NamedMessage {
  const named: NamedMessage["named"][number][] = [];
  let text = "";
  for (const [place, piece] of pattern.split(/[{}]/).entries()) {
    if (place % 2 === 0) {
      text += piece;
      continue;
    }
    const [form = "", ...values] = slotOf(piece, language, half, draw);
    const start = text.length;
    text += form;
    for (const value of values) {
      const [name = "", said = ""] = value.split("=");
      named.push({ name, value: said, start, end: text.length });
    }
  }
  return { text, named };
}

/** A spelling, then what it names as `kind=value`. */
function slotOf(slot: string, language: "es" | "en", half: Half, draw: Draw): readonly string[] {
  const forms = slots[slot]?.[language] ?? slots[slot]?.es ?? [];
  const own = shared.has(slot) ? forms : forms.filter((_, at) => at % 2 === half);
  return (own[draw(own.length)] ?? "").split("|");
}

/** What both halves share: there are only so many products and colours. */
const shared = new Set(["p", "c"]);

const sentences: Readonly<Record<"es" | "en", readonly [readonly string[], readonly string[]]>> = {
  es: [
    [
      "Hola, quiero cotizar {p} de {e} {c}",
      "necesito {p} {d} {e} para un galpón",
      "cuánto sale el {p} color {c}?",
      "Buenas, soy {n}, mi teléfono es {t}. Busco {p}",
      "tienen {p} en {c} de {e}?",
      "me pasás precio de {p} {e}, son {d}",
      "lo quiero {c}, y la entrega para {f}",
      "pagaría {m} por el {p}",
      "mi correo es {x}, mandame la lista de {p}",
      "hacen envíos de {p}? gracias",
      "es muy caro, el otro día estaba más barato",
      "quisiera hablar con alguien del banco de papel claro",
    ],
    [
      "Buen día! Precisaría presupuesto por {p}, {e}, {c}",
      "estoy armando una cámara de frío de {d} con {p} de {e}",
      "hay stock de {p}? en lo posible {c}",
      "me llamo {n} y les dejo mi celu {t}",
      "¿el {p} viene también en {e}?",
      "va {d} y el color {c}, con {p}",
      "pueden venir {f} a medir?",
      "tengo un tope de {m}; alcanza para {p} {e}?",
      "respondeme a {x} cuando tengas lo del {p}",
      "se instala igual el {p} que el {p}?",
      "no me convence, lo voy a pensar con la patrona",
      "buenas tardes, abren a la mañana en el local del centro?",
    ],
  ],
  en: [
    [
      "Hello, I need a quote for {p}, {e}, {c}",
      "how much is {p} {d} in {c}?",
      "my name is {n}, call me at {t} about the {p}",
      "do you sell {p} of {e}?",
      "I'd pay {m} for the {p}",
      "send the price of {p} to {x}",
      "can you deliver {p} by {f}?",
      "that is far too expensive for a paper bank",
      "we want the {c} one, {e}",
      "is {p} better than {p} against noise?",
    ],
    [
      "Hi there, looking for {p} panels, ideally {c}",
      "what would {p} cost at {e}, size {d}?",
      "this is {n}, phone {t}",
      "we are roofing a shed of {d} with {p}",
      "our budget is {m} for {p} in {c}",
      "reach me at {x} once the {p} is in",
      "could someone come round {f}?",
      "thanks, we will think it over and get back to you",
      "any {c} sheets left, {e} or so?",
      "how does one fix {p} onto a steel frame?",
    ],
  ],
};

const slots: Readonly<Record<string, { readonly es: readonly string[]; readonly en?: readonly string[] }>> = {
  p: {
    es: [
      "isodec|productos=isodec",
      "Isopanel|productos=isopanel",
      "isoroof|productos=isoroof",
      "isowall|productos=isowall",
      "poliestireno|productos=poliestireno",
      "poliuretano|productos=poliuretano",
      "lana de roca|productos=lana_de_roca",
      "chapa trapezoidal|productos=chapa_trapezoidal",
      "calameria|productos=calameria",
    ],
    en: [
      "isodec|productos=isodec",
      "Isopanel|productos=isopanel",
      "isoroof|productos=isoroof",
      "isowall|productos=isowall",
      "styrofoam|productos=poliestireno",
      "polyurethane|productos=poliuretano",
      "rock wool|productos=lana_de_roca",
      "mineral wool|productos=lana_de_roca",
      "trapezoidal sheet|productos=chapa_trapezoidal",
    ],
  },
  c: {
    es: ["blanco", "gris", "rojo", "verde", "terracota"].map((colour) => `${colour}|colores=${colour}`),
    en: ["white|colores=blanco", "gray|colores=gris", "red|colores=rojo", "green|colores=verde"],
  },
  e: {
    es: [
      "100mm|espesores=100mm",
      "100 mm|espesores=100mm",
      "10 cm|espesores=100mm",
      "espesor 80|espesores=80mm",
      "diez centímetros|espesores=100mm",
      "0,15 m|espesores=150mm",
      "ciento veinte milímetros|espesores=120mm",
      "15cm|espesores=150mm",
      "4 pulgadas|espesores=102mm",
      "50 de espesor|espesores=50mm",
    ],
    en: [
      "100mm|espesores=100mm",
      "100 mm|espesores=100mm",
      "10 cm|espesores=100mm",
      "a thickness of 80|espesores=80mm",
      "ten centimeters|espesores=100mm",
      "0.15 m|espesores=150mm",
      "four inches|espesores=102mm",
      '6"|espesores=152mm',
    ],
  },
  d: {
    es: [
      "10x5|largo=10m|ancho=5m",
      "12 x 6 m|largo=12m|ancho=6m",
      "10 metros por 5 metros|largo=10m|ancho=5m",
      "8 por 4|largo=8m|ancho=4m",
      "7,5 x 3|largo=7.5m|ancho=3m",
      "20 m de largo y 10 de ancho|largo=20m|ancho=10m",
      "seis metros por cuatro|largo=6m|ancho=4m",
      "largo 15 ancho 7|largo=15m|ancho=7m",
    ],
    en: [
      "10x5|largo=10m|ancho=5m",
      "12 x 6 m|largo=12m|ancho=6m",
      "10 by 5 meters|largo=10m|ancho=5m",
      "10 meters long and 4 meters wide|largo=10m|ancho=4m",
      "7.5 by 3|largo=7.5m|ancho=3m",
      "length 20 and width 10|largo=20m|ancho=10m",
    ],
  },
  t: {
    es: [
      "099 123 456|telefono=+59899123456",
      "+598 94 555 123|telefono=+59894555123",
      "098765432|telefono=+59898765432",
      "2900 1234|telefono=+59829001234",
      "091-234-567|telefono=+59891234567",
      "+54 9 11 2345-6789|telefono=+5491123456789",
    ],
  },
  x: {
    es: [
      "ana@example.com|email=ana@example.com",
      "Juan.Perez@mail.example.org|email=juan.perez@mail.example.org",
      "obras_sur@example.com.uy|email=obras_sur@example.com.uy",
      "w.blake+panels@example.co.uk|email=w.blake+panels@example.co.uk",
    ],
  },
  n: {
    es: [
      "Ana|nombre=Ana",
      "juan pérez|nombre=Juan Pérez",
      "María de los Santos|nombre=María de los Santos",
      "Ximena Zubizarreta|nombre=Ximena Zubizarreta",
      "carlos|nombre=Carlos",
      "LUIS GÓMEZ|nombre=Luis Gómez",
    ],
    en: [
      "John Smith|nombre=John Smith",
      "Mary|nombre=Mary",
      "peter o'hara|nombre=Peter O'Hara",
      "Aoife Byrne|nombre=Aoife Byrne",
    ],
  },
  f: {
    es: [
      "mañana|fecha=2026-11-22",
      "el lunes|fecha=2026-11-23",
      "el 15 de marzo|fecha=2027-03-15",
      "el 3/12|fecha=2026-12-03",
      "pasado mañana|fecha=2026-11-23",
      "el viernes que viene|fecha=2026-11-27",
    ],
    en: [
      "tomorrow|fecha=2026-11-22",
      "next Friday|fecha=2026-11-27",
      "March 15th|fecha=2027-03-15",
      "the 3rd of December|fecha=2026-12-03",
    ],
  },
  m: {
    es: [
      "$ 15.000|monto=15000 UYU",
      "USD 1.200|monto=1200 USD",
      "mil dólares|monto=1000 USD",
      "25000 pesos|monto=25000 UYU",
      "U$S 800|monto=800 USD",
      "tres mil euros|monto=3000 EUR",
    ],
    en: [
      "USD 1,200.50|monto=1200.5 USD",
      "two thousand dollars|monto=2000 USD",
      "900 euros|monto=900 EUR",
      "€ 3,000|monto=3000 EUR",
    ],
  },
};
