/** Texts for people, in Spanish. `{name}` placeholders are filled by `messages.ts`. */
export const es = {
  files_received: "📄 Recibí: {names}. Procesando...",
  file_received_pages: "{name} ({pages} págs)",
  file_failed: "⚠️ No pude procesar {name}. Continuaré sin él.",
  files_failed: "⚠️ No pude procesar algunos archivos: {reason}. Continuaré sin ellos.",
  file_unknown: "no encontré uno de ellos",
  ingestion_unavailable: "el almacén de documentos no responde",
  documents_processing: "ℹ️ Tengo {n} documento(s) en procesamiento. Responderé sin ellos por ahora.",
  understanding_failed: "⚠️ No pude leer lo conversado antes. Respondo solo a esta pregunta.",
  retrieval_failed: "⚠️ No pude acceder a los documentos. Respondo sin contexto documental.",
  document_gone: "ℹ️ {name} ya no está disponible. Continuaré sin él.",
  no_evidence: "No hay evidencia suficiente en las fuentes. ¿Podés precisar más (keywords/fecha/documento)?",
  saving_failed: "⚠️ No pude guardar la respuesta todavía. Lo seguiré intentando.",
  model_unavailable: "Ningún modelo pudo responder. Intentá de nuevo en un momento.",
  timeout: "La respuesta tardó demasiado. Intentá de nuevo.",
  interrupted: "La respuesta se interrumpió. Intentá de nuevo.",
  internal: "Algo falló de nuestro lado. Intentá de nuevo.",
} as const;
