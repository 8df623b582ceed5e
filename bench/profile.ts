import { Session, type Profiler } from "node:inspector/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

let session: Session | null = null;

/** Samples the main thread of this process every 200 microseconds until `profileOf`. */
export async function startProfile(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
}

/** The functions that took the most time themselves, as lines of text with their share of the busy time. */
export async function profileOf(lines = 40): Promise<string> {
  if (!session) return "";
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  session = null;
  return hotFunctions(profile, lines);
}

function hotFunctions({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, lines: number): string {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const microsecondsByName = new Map<string, number>();
  const microsecondsByPlace = new Map<string, number>();
  let busy = 0;
  for (const [at, id] of samples.entries()) {
    const node = nodeById.get(id);
    if (!node || node.callFrame.functionName === "(idle)") continue;
    const spent = timeDeltas[at + 1] ?? 0;
    busy += spent;
    const { functionName, url, lineNumber } = node.callFrame;
    const file = placeOf(url);
    add(microsecondsByName, `${functionName || "(anonymous)"} ${file}:${lineNumber + 1}`, spent);
    add(microsecondsByPlace, roomOf(file, functionName), spent);
  }
  const listed = (spentBy: Map<string, number>, count: number) =>
    [...spentBy]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([name, spent]) => `${((100 * spent) / busy).toFixed(1).padStart(6)} %  ${name}`)
      .join("\n");
  return `busy ${Math.round(busy / 1000)} ms\nby place\n${listed(microsecondsByPlace, 25)}\nby function\n${listed(microsecondsByName, lines)}`;
}

function add(spentBy: Map<string, number>, name: string, spent: number): void {
  spentBy.set(name, (spentBy.get(name) ?? 0) + spent);
}

function placeOf(url: string): string {
  return url.startsWith("file://") ? relative(process.cwd(), fileURLToPath(url)) : url;
}

/** A package, or a file of ours. */
function roomOf(file: string, functionName: string): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  if (library !== undefined) return library;
  if (file.startsWith("node:")) return file;
  return file === "" ? `(engine) ${functionName}` : file;
}
