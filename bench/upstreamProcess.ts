import { createSimulator } from "../simulator/simulator.ts";
import { answerParent } from "./childSide.ts";
import type { Question } from "./processes.ts";

/** The models' side: the simulator, which also tells what it saw. */
const simulator = await createSimulator({ kept: 1_000 });
process.once("SIGTERM", () => process.exit());
answerParent({ url: simulator.url }, async ({ ask }: Question) => {
  switch (ask) {
    case "state":
      return { open: simulator.openCalls(), connections: simulator.connections() };
    case "hang-ups":
      return simulator
        .calls()
        .filter(({ endedBy }) => endedBy === "client")
        .map(({ body, endedAt }) => ({ body: JSON.stringify(body), endedAt }));
    case "forget":
      return simulator.reset();
    default:
      throw new Error(`unknown question: ${ask}`);
  }
});
