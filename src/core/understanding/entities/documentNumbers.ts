import { foldWord } from "./messageWords.ts";

/** A part of a message, in UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Numbers of six figures and more of documents, orders and the like: by the word before them ("mi cédula es", "C.I.",
 * "order number", "factura nº"), or by a single figure behind a dash, their check. With `+` before it, it is a phone's.
 */
export function documentNumbers(text: string): Span[] {
  return [...text.matchAll(runs)].flatMap(({ 0: run, index: start }) => {
    const one = /^\S+/.exec(run)?.[0] ?? "";
    const number = figuresIn(one) < 6 ? run : one;
    if (figuresIn(number) < 6 || text[start - 1] === "+") return [];
    const isDocument = checked.test(one) || isBehindDocument(text, start);
    return isDocument ? [{ start, end: start + number.length }] : [];
  });
}

export function overlapsAny(spans: readonly Span[], { start, end }: Span): boolean {
  return spans.some((span) => span.start < end && start < span.end);
}

const runs = /\d[\d\s().\-–/]{4,60}\d/g;
const checked = /^(?:[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{5,7})-\d$/;

function figuresIn(text: string): number {
  return text.replace(/\D/g, "").length;
}

function isBehindDocument(text: string, start: number): boolean {
  const before = foldWord(text.slice(Math.max(0, start - reach), start)).replace(initials, "$1");
  const words = before.match(/[\p{L}]+|[^\p{L}\s]/gu) ?? [];
  let at = words.length - 1;
  while (links.has(words[at] ?? "")) at--;
  return documents.has(words[at] ?? "");
}

const reach = 48;

/** The `C.` of `C.I.`, without its point. */
const initials = /(?<!\p{L})(\p{L})\.\s?(?=\p{L}(?!\p{L}))/gu;

const links = new Set(
  (
    ": # = º ° . ' n no nro nros num numero numeros number es is de del la el the identidad identity nacional " +
    "compra venta purchase tributario fiscal"
  ).split(" "),
);

const documents = new Set(
  (
    "cedula ci documento doc dni pasaporte passport rut ruc nit cuit cuil rfc curp cpf cnpj nif nie ssn id order orden " +
    "pedido factura invoice remito recibo receipt boleta ticket expediente reclamo padron serie serial codigo code cuenta " +
    "account tarjeta card matricula license licencia referencia reference ref tracking guia cotizacion"
  ).split(" "),
);
