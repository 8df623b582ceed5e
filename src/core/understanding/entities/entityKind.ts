import type { Locale } from "../../../contract/common.ts";

/** One thing that people name in messages, as an assistant profile describes it: plain values only, as YAML has them. */
export type EntityKind =
  | CatalogueKind
  | QuantityKind
  | AmountKind
  | NumberKind
  | PhoneKind
  | EmailKind
  | PersonKind
  | DateKind;

interface Named {
  /** Its key in what was understood, e.g. `espesores`; unique in a profile. */
  readonly name: string;
  /** What people are asked for, as it stands after "me falta": `tu teléfono`. */
  readonly label: Readonly<Record<Locale, string>>;
}

/** A closed list of values: products, colours, towns. Found with typing errors in it. */
export interface CatalogueKind extends Named {
  readonly kind: "catalogue";
  readonly entries: readonly CatalogueEntry[];
}

export interface CatalogueEntry {
  /** The canonical value. It is found by its own spelling too, where `_` and `-` stand for a blank: `lana_de_roca`. */
  readonly value: string;
  /** Other spellings that mean it, in any language. Case, accents and plurals need no alias; nor do typing errors. */
  readonly aliases: readonly string[];
}

/** A number with a unit, converted to one unit: `10 cm` is `100mm`. */
export interface QuantityKind extends Named {
  readonly kind: "quantity";
  /** The unit of the value: mm, cm, m, km, in, ft; m2; l, m3; g, kg, t; s, min, h; %. */
  readonly unit: string;
  /** The units in which it is said where no word of `words` stands beside it; all of the same dimension when absent. */
  readonly accepts?: readonly string[] | undefined;
  /** Words that tell it from its like, and without which a number has no unit: espesor, thickness. */
  readonly words?: readonly string[] | undefined;
  /** Smallest and largest value that can be meant, in `unit`; others are not found. */
  readonly between?: readonly [number, number] | undefined;
  /** Its place in `10 x 5`: 1 for the first number. Absent when it is not said that way. */
  readonly order?: number | undefined;
  /** What a value converted from inches or feet is rounded to, in `unit`; 1 mm, as far as the unit can, when absent. */
  readonly round?: number | undefined;
}

/** Money. The value is number and currency (ISO 4217): `1500 UYU`. */
export interface AmountKind extends Named {
  readonly kind: "amount";
  /** ISO 4217: what a bare `$`, "pesos", or a number that was asked for is in. */
  readonly currency: string;
}

/** A number without a unit. */
export interface NumberKind extends Named {
  readonly kind: "number";
  /** Words one of which stands beside it ("cantidad 3", "3 unidades"); any number counts when absent. */
  readonly words?: readonly string[] | undefined;
  readonly between?: readonly [number, number] | undefined;
}

/** A telephone number. The value is in E.164: `+59899123456`. */
export interface PhoneKind extends Named {
  readonly kind: "phone";
  /** ISO 3166-1 alpha-2: where a number without a country's code belongs. */
  readonly country: string;
}

export interface EmailKind extends Named {
  readonly kind: "email";
}

/** A name that somebody gives as their own: "me llamo Juan Pérez", or bare when it was asked for. */
export interface PersonKind extends Named {
  readonly kind: "person";
}

/** A day. The value is an ISO 8601 date. */
export interface DateKind extends Named {
  readonly kind: "date";
}
