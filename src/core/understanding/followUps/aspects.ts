import { fold, foldedWords } from "./foldedWords.ts";

/**
 * Whether a word is what one asks of a thing (its price, how long it lasts) and not a thing: asked of something
 * else, another aspect takes its place. Spanish and English.
 */
export function isAspect(written: string): boolean {
  const word = fold(written);
  return aspects.has(word) || aspects.has(word.replace(/e?s$/u, "")) || abstract.test(word);
}

const abstract = /.{3}(?:cion|ciones|sion|siones|miento|idad|idades|tion|tions|ability|ness|ment)$/u;

const aspects: ReadonlySet<string> = new Set(
  foldedWords(`
    precio costo coste valor importe tarifa total descuento rebaja oferta cuota pago impuesto iva moneda factura
    garantía plazo fecha horario hora demora vencimiento stock disponible disponibilidad
    peso color tamaño tamano medida largo ancho alto altura espesor grosor ángulo pendiente potencia consumo capacidad
    material forma tipo modelo marca origen textura brillo uso ventaja desventaja requisito norma vida manual
    dirección teléfono contacto correo mail
    cuesta cuestan costar costaba sale salen vale valen pesa pesan pesar mide miden medir dura duran durar tarda tardan
    demora demoran cobra cobran paga pagan consume consumen sirve sirven usa usan viene vienen queda quedan trae traen incluye incluyen
    price cost value fee rate discount offer payment tax warranty guarantee term date schedule hour delay expiry
    stock available weight colour color size measure length width height depth thickness power consumption
    capacity material shape type model brand origin texture gloss use advantage disadvantage requirement life
    address phone contact email
    costs weigh weighs last lasts take takes charge charges pay pays come comes
  `),
);
