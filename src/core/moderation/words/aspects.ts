/**
 * What a figure tells of a thing, one aspect a line: figures of different aspects do not contradict each other, as the
 * year of a birth and that of a death.
 */
const aspectGroups: readonly string[] = [
  "born birth nacer nacio nacido nacida nacimiento",
  "die died death dead morir murio fallecer fallecio muerte",
  "found founded establish established open opened start started begin began launch launched release released introduced fundar fundo fundada fundado fundacion abrir abrio inaugurar inauguro iniciar inicio comenzar comenzo empezar empezo lanzar lanzo",
  "close closed end ended finish finished complete completed dissolve dissolved cerrar cerro terminar termino acabar acabo finalizar finalizo concluir",
  "marry married casarse caso boda",
  "cost price pay fee salary costar cuesta precio coste pagar tarifa sueldo",
  "weigh weight mass pesar pesa peso masa",
  "long length largo longitud last duration endure durar dura duracion",
  "tall high height altura alto alta",
  "wide width ancho anchura",
  "deep depth profundo profundidad",
  "area surface superficie",
  "population inhabitant resident poblacion habitante",
  "fast speed velocity velocidad rapido",
  "age aged old edad",
  "distance far away distancia",
  "hot temperature temperatura",
  "minimum least minimo",
  "maximum most maximo",
  "average mean promedio media",
  "arrive arrival llegar llego llegada",
  "leave departure salir salio salida",
  "man men male hombre varon",
  "woman women female mujer",
  "adult adulto",
  "child baby niño bebe",
  "winter invierno",
  "summer verano",
];

/** The aspects that some words speak of, by their place in the list. */
export type AspectsOf = (keys: Iterable<string>) => ReadonlySet<number>;

export function createAspects(keyOf: (form: string) => string): AspectsOf {
  const aspectByKey = new Map<string, number>();
  for (const [aspect, forms] of aspectGroups.entries()) {
    for (const form of forms.split(" ")) {
      const key = keyOf(form);
      if (key !== "" && !aspectByKey.has(key)) aspectByKey.set(key, aspect);
    }
  }
  return (keys) => {
    const aspects = new Set<number>();
    for (const key of keys) {
      const aspect = aspectByKey.get(key);
      if (aspect !== undefined) aspects.add(aspect);
    }
    return aspects;
  };
}
