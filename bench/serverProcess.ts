import * as z from "zod";
import { createScriptedModel } from "../src/adapters/models/scriptedModel.ts";
import { loadConfig } from "../src/config.ts";
import { createServer } from "../src/server.ts";
import { answerParent, settingsOfChild } from "./childSide.ts";
import { leftOver } from "./leftOver.ts";
import { pieces } from "./turnScript.ts";

/** The whole server, with a model that answers at once or with those of its configuration. */
const settings = z
  .object({
    folder: z.string(),
    key: z.string(),
    configFile: z.string().optional(),
    models: z.enum(["scripted", "configured"]).default("scripted"),
    logLevel: z.string().default("warn"),
  })
  .parse(settingsOfChild());
const config = loadConfig({
  BATUTA_DATA: settings.folder,
  BATUTA_PORT: "0",
  BATUTA_ADMIN_KEY: settings.key,
  BATUTA_LOG_LEVEL: settings.logLevel,
  ...(settings.configFile !== undefined && { BATUTA_CONFIG: settings.configFile }),
});
const scripted = () => ({ models: [createScriptedModel({ pieces })] });
const server = await createServer(config, settings.models === "scripted" ? scripted : undefined);
const url = await server.listen();
process.once("SIGTERM", () => void server.close().then(() => process.exit()));
answerParent({ url }, async ({ ask }) => {
  if (ask !== "left over") throw new Error(`unknown question: ${ask}`);
  return leftOver(server.composition.http.closing);
});
