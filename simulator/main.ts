import { parseArgs } from "node:util";
import { faults } from "./behaviour.ts";
import { createSimulator } from "./simulator.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "4010" } } });
const simulator = await createSimulator({ port: Number(values.port) });

process.stdout.write(`simulator listening on ${simulator.url}

  OpenAI     ${simulator.url}/v1/chat/completions   (also /v1/embeddings, /v1/models)
  Azure      ${simulator.url}/openai/deployments/{model}/chat/completions
  Anthropic  ${simulator.url}/v1/messages
  Gemini     ${simulator.url}/v1beta/models/{model}:streamGenerateContent?alt=sse
  Cohere     ${simulator.url}/v2/chat

  Any key will do. The model's name, or the header x-simulate, says how it behaves:
    sim;tokens=50;first=100;gap=20
    sim;fault=stall;after=3
    sim;status=429;retry_after=2;fail=0.3
    sim;say=warranty-1, -2 and -3, with sim;moderator=good to make one answer of them
  Faults: ${faults.join(", ")}
  What was asked: GET ${simulator.url}/simulator/calls; forget it: POST ${simulator.url}/simulator/reset
  All keys: simulator/README.md
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.close());
}
