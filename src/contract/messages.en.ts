import type { es } from "./messages.es.ts";

/** Texts for people, in English. */
export const en: Readonly<Record<keyof typeof es, string>> = {
  files_received: "📄 Received: {names}. Processing...",
  file_received_pages: "{name} ({pages} pages)",
  file_failed: "⚠️ I could not process {name}. I will go on without it.",
  files_failed: "⚠️ I could not process some files: {reason}. I will go on without them.",
  file_unknown: "I could not find one of them",
  ingestion_unavailable: "the document store does not answer",
  documents_processing: "ℹ️ {n} document(s) are still being processed. I will answer without them for now.",
  understanding_failed: "⚠️ I could not read what was said before. I answer this question on its own.",
  retrieval_failed: "⚠️ I could not reach the documents. I answer without them.",
  document_gone: "ℹ️ {name} is no longer available. I will go on without it.",
  no_evidence:
    "There is not enough evidence in the sources. Could you be more specific (keywords, date, document)?",
  saving_failed: "⚠️ I could not save the answer yet. I will keep trying.",
  provider_switched: "ℹ️ {from} broke off. {to} goes on from there.",
  cached: "ℹ️ I have answered this very question before: here is that answer.",
  extracting: "⚠️ No model could answer. These are the passages of the documents.",
  model_auth: "The provider of {model} refused the key: check {variable}.",
  model_quota: "The account of {model} has no credit or quota left: check the one of the key {variable}.",
  moderation_failed: "⚠️ I could not compare the answers. Here is one of them.",
  moderator_failed: "⚠️ The moderator {model} was of no use. Going on without it.",
  cut_length: "ℹ️ The answer reached its limit of length and was cut.",
  cut_content_filter: "ℹ️ The provider's content filter cut the answer.",
  too_long: "The question and its context are too long for the models. Try something shorter.",
  model_unavailable: "No model could answer. Please try again in a moment.",
  timeout: "The answer took too long. Please try again.",
  interrupted: "The answer was interrupted. Please try again.",
  internal: "Something failed on our side. Please try again.",
};
