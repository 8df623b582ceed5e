import { spawn } from "node:child_process";

const checks = [
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "lint and import boundaries", command: ["oxlint", "--format=unix"] },
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "dead code and dependencies", command: ["knip"] },
];

/** Runs every check to its end, so that one run shows all that is wrong; the exit code is 1 when any failed. */
const results = await Promise.all(checks.map(async (check) => ({ ...check, ...(await run(check.command)) })));

for (const { name, command, failed, output } of results) {
  if (failed) console.log(`\n--- ${name}: ${command.join(" ")}\n${output.trim()}\n`);
}
for (const { name, failed } of results) console.log(`${failed ? "FAILED" : "ok    "} ${name}`);
if (results.some((result) => result.failed)) process.exitCode = 1;

/** The tools are found on the PATH that npm scripts get. */
function run([program = "", ...args]: readonly string[]): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (cause) => resolve({ failed: true, output: `${program}: ${cause.message}` }));
    child.on("close", (code) => resolve({ failed: code !== 0, output }));
  });
}
