/**
 * Real prose to moderate: each set is three answers to one question, of which all say one thing alike, two contradict
 * the third in one fact, and each adds something of its own.
 */
const proseBySet = {
  /** "How long is the warranty of the solar panels?" The third says 12 years instead of 10. */
  warranty: [
    "The warranty of the solar panels lasts 10 years from the date of purchase. It covers manufacturing defects and the replacement of damaged cells. To make a claim, the owner must present the original invoice. The inverter has a separate warranty of 5 years, which can be extended for a fee. Damage caused by hail is excluded unless the owner has taken out the additional insurance. Cables and connectors count as accessories and are replaced only during the first winter. Anyone who moves the panels to another roof should tell the manufacturer beforehand.",
    "The manufacturer states that the warranty of the solar panels lasts 10 years. The labour of the first repair is free of charge. The owner must present the original invoice to make a claim. Panels that were cleaned with abrasive products lose their coverage. The service centre answers each claim within fifteen working days. Shade from trees or chimneys is no reason for a replacement, even if the output falls sharply. Spare parts for discontinued models remain available at the central warehouse in the capital.",
    "The warranty of the solar panels lasts 12 years from the date of purchase. The owner must present the original invoice when making a claim. A yearly inspection by an authorised technician keeps the coverage valid. The manufacturer also guarantees that the modules will keep four fifths of their power after a quarter of a century. Coverage passes on to the next family when the house is sold. Claims from islands take longer because transport depends on the weekly ferry. Photographs of the damage speed up every decision.",
  ],
  /** "¿Qué cubre la garantía de la caldera?" The third says that labour is not included. */
  garantia: [
    "La garantía de la caldera incluye la mano de obra durante los dos primeros años. También cubre las piezas defectuosas de fábrica. Para reclamar hace falta presentar la factura de compra. El quemador y la bomba tienen una cobertura ampliada de cinco años. Los daños por heladas quedan fuera, salvo que se haya contratado el seguro del hogar. El termostato inalámbrico se considera un accesorio y solo se cambia durante el primer invierno. Quien traslade el aparato a otra habitación debería avisar antes al instalador.",
    "Durante los dos primeros años, la garantía de la caldera incluye la mano de obra. Hace falta presentar la factura de compra para reclamar. La revisión anual de un técnico autorizado mantiene la cobertura. El servicio oficial responde a cada solicitud en un plazo de diez días hábiles. Las averías que causa el agua con mucha cal se estudian caso por caso. Los repuestos de modelos antiguos siguen disponibles en el almacén central de la capital. Una limpieza con productos abrasivos daña el intercambiador de manera irreversible.",
    "La garantía de la caldera no incluye la mano de obra durante los dos primeros años. Para reclamar hace falta presentar la factura de compra y el número de serie. El fabricante repone sin costo los componentes que fallan por un defecto. La protección pasa al nuevo dueño cuando se vende la vivienda. El desplazamiento del personal se cobra aparte fuera de la ciudad. En las islas los plazos son más largos porque el transporte depende del barco semanal. Unas fotografías del desperfecto aceleran mucho cualquier decisión.",
  ],
  /** "When was the bridge opened?" The third says 1937 instead of 1931. */
  bridge: [
    "The bridge was opened to traffic in May 1931 after four years of construction. It was designed by the engineer Clara Whitfield. Its main span measures 420 metres between the two towers. The toll was abolished when the tunnel upstream was finished. The steel came from a foundry in the same valley, which employed nine hundred people at that time. Strong wind forced the workers to stop during most of the second winter. A plaque at the eastern entrance remembers the eleven men who died.",
    "It was in May 1931 that the bridge was opened to traffic. The engineer Clara Whitfield designed it, and she also supervised the works. The towers stand on rock at a depth of 30 metres. Two lanes for bicycles were added during the last renovation. Ships had to wait for low tide to pass below the deck. Engineers from three continents came to study how its joints move in the heat. Local farmers sold their orchards so that both access roads could be built.",
    "The bridge was opened to traffic in May 1937 after four years of construction. It was designed by the engineer Clara Whitfield. The painting of its cables takes a team of twelve people three whole years. A museum below the northern tower shows the original drawings. Every spring it closes for one morning so that a race can be held there. Sensors in the deck report each passing lorry to a control room on the shore. Lamps along the railing burn less electricity than a single old lantern did.",
  ],
  /** "¿Qué días abre el museo?" The third says that it closes on Mondays. */
  museo: [
    "El museo abre los lunes de diez de la mañana a seis de la tarde. La entrada general cuesta 8 euros. Los menores de doce años no pagan. Las visitas guiadas empiezan a cada hora en el vestíbulo principal. La sala de arqueología reúne trescientas piezas halladas en el valle durante las obras del ferrocarril. Los grupos escolares necesitan una reserva con dos semanas de antelación. Un armario con llave guarda gratis las mochilas y los abrigos.",
    "Los lunes el museo abre de diez de la mañana a seis de la tarde. La entrada general cuesta 8 euros y se puede comprar por internet. La cafetería de la terraza atiende también a quien no visita las salas. Las fotografías sin flash están permitidas en todas las plantas. Una rampa lleva desde la calle hasta el ascensor. El plano en braille y la audioguía se piden en la recepción. La colección de grabados cambia cada tres meses porque la luz daña el papel.",
    "El museo cierra los lunes, también cuando son feriados. La entrada general cuesta 8 euros. Los estudiantes con carné pagan la mitad de martes a viernes. La biblioteca presta catálogos antiguos a investigadores que lo solicitan por carta. Los domingos por la tarde hay un concierto en el patio. El edificio fue una fábrica de harina antes de su restauración. El autobús número cuatro para justo delante de la puerta principal.",
  ],
} as const;

/** By `<set>-<1, 2 or 3>`. */
export const proseByName: ReadonlyMap<string, string> = new Map(
  Object.entries(proseBySet).flatMap(([set, texts]) =>
    texts.map((text, at) => [`${set}-${at + 1}`, text] as const),
  ),
);
