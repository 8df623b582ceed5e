import { profileOf, startProfile } from "./profile.ts";
import type { Question } from "./processes.ts";

/** What a process of the bench was started with. */
export function settingsOfChild(): unknown {
  return JSON.parse(process.argv[2] ?? "null");
}

/** Says that this process is ready, then answers the questions of its parent; it ends when the parent is gone. */
export function answerParent(
  ready: unknown,
  answer: (question: Question) => Promise<unknown> = refuse,
): void {
  process.on("message", (question: Question) => {
    void common(question, answer).then((reply) => process.send?.(reply ?? null));
  });
  process.on("disconnect", () => process.exit());
  process.send?.(ready);
}

async function common(
  question: Question,
  answer: (question: Question) => Promise<unknown>,
): Promise<unknown> {
  switch (question.ask) {
    case "cpu": {
      const [whole, main] = [process.cpuUsage(), process.threadCpuUsage()];
      return { wholeMs: (whole.user + whole.system) / 1000, mainMs: (main.user + main.system) / 1000 };
    }
    case "start profile":
      return startProfile();
    case "profile":
      return profileOf();
    default:
      return answer(question);
  }
}

async function refuse(question: Question): Promise<never> {
  throw new Error(`unknown question: ${question.ask}`);
}
