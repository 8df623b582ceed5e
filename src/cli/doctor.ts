import { exitCode, type Output } from "./context.ts";

export interface DoctorResult {
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export interface DoctorCheck {
  readonly name: string;
  /** What it throws is a problem as well. */
  run(): Promise<DoctorResult>;
}

/** Runs the checks in their order and prints one line each. */
export async function doctor(out: Output, checks: readonly DoctorCheck[], json: boolean): Promise<number> {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const results: (DoctorResult & { readonly name: string })[] = [];
  for (const check of checks) {
    const result = await check.run().catch(brokenCheck);
    results.push({ name: check.name, ...result });
    if (json) continue;
    out.write(`${result.ok ? "ok     " : "problem"}  ${check.name.padEnd(width)}  ${result.detail}\n`);
    if (!result.ok && result.remedy) out.write(`         ${" ".repeat(width)}  → ${result.remedy}\n`);
  }
  const ok = results.every((result) => result.ok);
  if (json) out.write(`${JSON.stringify({ ok, checks: results })}\n`);
  return ok ? exitCode.ok : exitCode.failed;
}

function brokenCheck(cause: unknown): DoctorResult {
  return { ok: false, detail: cause instanceof Error ? cause.message : String(cause) };
}
