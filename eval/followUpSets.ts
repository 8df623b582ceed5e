import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { CorpusDocument } from "./retrievalSet.ts";

const saidSchema = z.object({ role: z.enum(["user", "assistant"]), content: z.string() });

const lineSchema = z.object({
  id: z.string(),
  dialog: z.string().optional(),
  topic: z.union([z.string(), z.number()]).default("").transform(String),
  section: z.string().default(""),
  history: z.array(saidSchema),
  question: z.string(),
  /** A person's: the question as it would stand alone. */
  rewrite: z.string(),
  needs_rewrite: z.boolean().optional(),
  /** Where the dialog itself does not go on to it. */
  answer: z.string().optional(),
});

export type FollowUpLine = z.infer<typeof lineSchema>;

export interface AskedFollowUp extends FollowUpLine {
  readonly dialog: string;
  readonly needs_rewrite: boolean;
  /** The rules were not chosen by looking at its dialog. */
  readonly isHeldOut: boolean;
  /** Id of the passage that answers it; null where the set does not tell. */
  readonly gold: string | null;
}

/** Questions of dialogs, and everything that is answered in any of them as a corpus of passages. */
export interface FollowUpSet {
  readonly questions: readonly AskedFollowUp[];
  /** Each answer a document; `title` is the topic with its section. */
  readonly corpus: readonly CorpusDocument[];
}

interface LoadOptions {
  /** Only every nth question. */
  readonly every?: number;
  /** By the dialog's place in the file; all of them when left out. */
  readonly isHeldOut?: (dialog: number) => boolean;
}

/**
 * Each assistant message of a dialog is a passage, and the gold one of a question is the message that follows it in
 * the dialog; an answer that was given before in the dialog is the same passage. "I don't know" is none.
 */
export async function loadFollowUps(
  path: string,
  { every = 1, isHeldOut = () => true }: LoadOptions = {},
): Promise<FollowUpSet> {
  const lines = (await readFile(path, "utf8"))
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
  const byDialog = Map.groupBy(lines, ({ id, dialog }) => dialog ?? id.split(/[#_]\d+$/)[0] ?? id);
  const corpus: CorpusDocument[] = [];
  const questions = [...byDialog].flatMap(([dialog, own], place) => {
    const longest = own.reduce<FollowUpLine["history"]>(
      (most, { history }) => (history.length > most.length ? history : most),
      [],
    );
    const { topic = "", section = "" } = own[0] ?? {};
    const idByText = new Map<string, string>();
    const passageOf = (text: string | undefined): string | null => {
      if (text === undefined || unknown.test(text.trim())) return null;
      const known = idByText.get(text);
      if (known !== undefined) return known;
      const id = `${dialog}/${idByText.size}`;
      idByText.set(text, id);
      corpus.push({ _id: id, title: `${topic} ${section}`.trim(), text });
      return id;
    };
    for (const { role, content } of longest) if (role === "assistant") passageOf(content);
    return own.map((line) => {
      const next = longest[line.history.length + 1];
      const told = next?.role === "assistant" ? next.content : undefined;
      return {
        ...line,
        dialog,
        needs_rewrite: line.needs_rewrite ?? !isSame(line.question, line.rewrite),
        isHeldOut: isHeldOut(place),
        gold: passageOf(line.answer ?? told),
      };
    });
  });
  return { corpus, questions: questions.filter((_, i) => i % every === 0) };
}

const unknown = /^i don['’]?t know\.?$|^cannotanswer$/i;

function isSame(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return plain(one) === plain(other);
}
