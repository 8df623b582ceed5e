import { describe, expect, test } from "vitest";
import { documentNumbers } from "./documentNumbers.ts";
import { findPhones } from "./findPhones.ts";

const kind = { name: "telefono", kind: "phone", country: "UY", label: { es: "", en: "" } } as const;
const found = (text: string) => findPhones(text, kind, documentNumbers(text)).map(({ value }) => value);

describe("phones", () => {
  test.each([
    "mi cédula es 4.123.456-7",
    "4.123.456-7",
    "CI 41234567",
    "C.I. 4.123.456-7",
    "mi documento es 4123456-7",
    "DNI 12345678",
    "pasaporte: 12345678",
    "RUT 21 123456 0012",
    "order 12345678",
    "order number 12345678",
    "orden de compra nº 29001234",
    "factura 0012345678",
  ])("are no numbers of documents: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    "ci 41234567 099123456",
    "cédula 4.123.456-7, cel 099 123 456",
    "hice un pedido, mi número es 099123456",
    "hice un pedido mi número es 099123456",
    "factura +598 99 123 456",
    "cel: 099.123.456",
    "099.123.456",
  ])("are found beside them, and with points: %s", (text) => {
    expect(found(text)).toEqual(["+59899123456"]);
  });
});
