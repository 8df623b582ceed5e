/** Dimension, then its units: how many base units, symbol, other symbols and names in the singular. */
export const unitTable: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  length: [
    [0.001, "mm milimetro millimeter millimetre"],
    [0.01, "cm cms centimetro centimeter centimetre"],
    [1, "m mt mts mtr mtrs metro meter metre"],
    [1_000, "km kms kilometro kilometer kilometre"],
    [0.0254, "in inch pulgada pulg"],
    [0.3048, "ft foot feet pie"],
  ],
  area: [
    [0.0001, "cm2"],
    [1, "m2 mt2 mts2 sqm"],
    [10_000, "ha hectarea hectare"],
    [0.09290304, "ft2 sqft"],
  ],
  volume: [
    [0.001, "ml mililitro milliliter millilitre"],
    [1, "l lt lts litro liter litre"],
    [1_000, "m3 mt3 mts3"],
    [3.785411784, "gal galon gallon"],
  ],
  mass: [
    [0.001, "g gr grs gramo gram"],
    [1, "kg kgs kilo kilogramo kilogram"],
    [1_000, "t ton tonelada tonne"],
    [0.45359237, "lb lbs libra pound"],
  ],
  time: [
    [1, "s seg segundo second"],
    [60, "min minuto minute"],
    [3_600, "h hs hr hrs hora hour"],
    [86_400, "day dia"],
    [604_800, "week semana"],
    [2_629_746, "month mes"],
    [31_556_952, "year ano"],
  ],
  share: [[1, "% porciento percent"]],
};
