import { erasedSchema, personSchema, type ErasedView, type PersonView } from "../contract/feedback.ts";
import type { Wire } from "./wire.ts";

/** A person is an actor's id, or a phone number as `+59899123456`. */
export interface PeopleCalls {
  /** What is kept of a person, in numbers. */
  held(id: string, signal?: AbortSignal): Promise<PersonView>;
  /** All of it, as the text of one JSON object. Throws when the server breaks off half-way. */
  export(id: string, signal?: AbortSignal): AsyncIterable<string>;
  erase(id: string, signal?: AbortSignal): Promise<ErasedView>;
}

export function peopleCalls(wire: Wire): PeopleCalls {
  const path = (id: string) => `/api/v1/people/${encodeURIComponent(id)}`;
  return {
    held: (id, signal) => wire.read(personSchema, "GET", path(id), {}, signal),
    async *export(id, signal) {
      const { body } = await wire.send("GET", `${path(id)}/export`, {}, signal);
      if (body) yield* body.pipeThrough(new TextDecoderStream());
    },
    erase: (id, signal) => wire.read(erasedSchema, "DELETE", path(id), {}, signal),
  };
}
