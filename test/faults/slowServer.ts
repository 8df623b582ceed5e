import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { loadConfig } from "../../src/config.ts";
import { createServer } from "../../src/server.ts";

/**
 * The server as `serve` starts it, with the model `slow` beside the real ones. Arguments: how many pieces it says, the
 * milliseconds before each, and how it ends (`stop` or `silence`).
 */
const [, , pieces, pieceMs, ending] = process.argv;
const slow = createScriptedModel(
  {
    pieces: Array.from({ length: Number(pieces) }, (_, n) => `pieza ${n} `),
    pieceMs: Number(pieceMs),
    ending: ending === "silence" ? "silence" : "stop",
  },
  "slow",
);
const server = await createServer(loadConfig(), ({ models }) => ({ models: [slow, ...models] }));
process.once("SIGTERM", () => void server.close());
process.stdout.write(`listening on ${await server.listen()}\n`);
