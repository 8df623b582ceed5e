/** What the simulated model says: ten pieces, no time between them. */
export const pieces: readonly string[] = Array.from(
  { length: 10 },
  (_, n) => `palabra ${n} de la respuesta, `,
);

export const question = "¿Cuánto tiempo dura la garantía de los paneles solares?";
