import type { Locale } from "../../contract/common.ts";
import type { Call } from "./call.ts";

/** The same call, asking to go on from `written`; itself while nothing is written. */
export function continued(call: Call, written: string): Call {
  if (written === "") return call;
  return {
    ...call,
    requestFor(model) {
      const request = call.requestFor(model);
      const sofar = { role: "assistant", content: written } as const;
      const goOn = { role: "user", content: goOnByLocale[request.locale] } as const;
      return { ...request, messages: [...request.messages, sofar, goOn] };
    },
  };
}

const goOnByLocale: Readonly<Record<Locale, string>> = {
  es: "Tu respuesta se cortó. Seguí exactamente desde la última letra, sin repetir nada y sin comentarlo.",
  en: "Your answer was cut off. Go on from exactly its last letter, repeating nothing and without remarking on it.",
};
