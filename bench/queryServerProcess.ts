import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { loadConfig } from "../src/config.ts";
import type { InteractionRecords } from "../src/core/sessions/interaction.ts";
import { createServer } from "../src/server.ts";
import { answerParent, settingsOfChild } from "./childSide.ts";
import { leftOver } from "./leftOver.ts";

/** The whole server with the models of its configuration; `saveMs` is what keeping an interaction takes longer. */
const settings = z
  .object({ folder: z.string(), key: z.string(), configFile: z.string(), saveMs: z.number() })
  .parse(settingsOfChild());
const config = loadConfig({
  BATUTA_DATA: settings.folder,
  BATUTA_PORT: "0",
  BATUTA_ADMIN_KEY: settings.key,
  BATUTA_LOG_LEVEL: "warn",
  BATUTA_CONFIG: settings.configFile,
});
let saved = 0;
const counted = (interactions: InteractionRecords): InteractionRecords => ({
  ...interactions,
  async save(interaction) {
    if (settings.saveMs > 0) await pause(settings.saveMs);
    await interactions.save(interaction);
    saved += 1;
  },
});
const server = await createServer(config, ({ interactions }) => ({ interactions: counted(interactions) }));
const url = await server.listen();
process.once("SIGTERM", () => void server.close().then(() => process.exit()));
answerParent({ url }, async ({ ask }) => {
  switch (ask) {
    case "saved":
      return saved;
    case "left over":
      return leftOver(server.composition.http.closing);
    default:
      throw new Error(`unknown question: ${ask}`);
  }
});
