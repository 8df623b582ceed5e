import * as z from "zod";
import { createScriptedModel } from "../src/adapters/models/scriptedModel.ts";
import { loadConfig } from "../src/config.ts";
import { createServer } from "../src/server.ts";
import { answerParent, settingsOfChild } from "./childSide.ts";
import { pieces } from "./turnScript.ts";

/** The whole server with a model that answers at once. */
const settings = z
  .object({ folder: z.string(), key: z.string(), configFile: z.string().optional() })
  .parse(settingsOfChild());
const config = loadConfig({
  BATUTA_DATA: settings.folder,
  BATUTA_PORT: "0",
  BATUTA_ADMIN_KEY: settings.key,
  BATUTA_LOG_LEVEL: "warn",
  ...(settings.configFile !== undefined && { BATUTA_CONFIG: settings.configFile }),
});
const server = await createServer(config, () => ({ models: [createScriptedModel({ pieces })] }));
const url = await server.listen();
process.once("SIGTERM", () => void server.close().then(() => process.exit()));
answerParent({ url });
