import { describe, expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";
import { expiryOf } from "./expiry.ts";

const id = "019a0000-0000-7000-8000-000000000001";
const parse = (line: string) => parseArguments(line.split(" ").filter(Boolean));
const usage = (line: string) => {
  const parsed = parse(line);
  return parsed.command === "usage" ? parsed.message : `not refused: ${parsed.command}`;
};

describe("the command line", () => {
  test("of ask is a question, then files, with options anywhere", () => {
    expect(parseArguments(["ask", "--json", "¿Qué plazo hay?", "a.pdf", "--locale=en", "b c.txt"])).toEqual({
      command: "ask",
      question: "¿Qué plazo hay?",
      files: ["a.pdf", "b c.txt"],
      locale: "en",
      json: true,
    });
  });

  test("takes words after -- as they are", () => {
    expect(parse("ingest --json -- --odd.txt")).toEqual({
      command: "ingest",
      paths: ["--odd.txt"],
      json: true,
    });
  });

  test("of keys create fills the contract's request", () => {
    const line = `keys create --name CI --role service --scope query:ask --scope query:search --workspace ${id}`;
    expect(parse(line)).toEqual({
      command: "keys create",
      key: { name: "CI", role: "service", scopes: ["query:ask", "query:search"], workspaces: [id] },
      json: false,
    });
  });

  test("of keys create takes an expiry as a day or a time, and as a span from now", () => {
    const expiry = (given: string) => {
      const parsed = parse(`keys create --name CI --expires ${given}`);
      return parsed.command === "keys create" ? parsed.key.expires_at : parsed.command;
    };
    expect(expiry("2030-01-31")).toBe("2030-01-31T00:00:00Z");
    expect(expiry("2030-01-31T12:00:00+02:00")).toBe("2030-01-31T12:00:00+02:00");
    expect(expiryOf("30d", Date.UTC(2026, 0, 1))).toBe("2026-01-31T00:00:00.000Z");
    expect(expiryOf("12h", Date.UTC(2026, 0, 1))).toBe("2026-01-01T12:00:00.000Z");
    expect(expiry("1d")).toMatch(/^20\d\d-\d\d-\d\dT/);
  });

  test("of keys list, keys revoke, doctor and serve", () => {
    expect(["keys list --json", `keys revoke ${id}`, "doctor", "serve"].map(parse)).toEqual([
      { command: "keys list", json: true },
      { command: "keys revoke", id, json: false },
      { command: "doctor", json: false },
      { command: "serve" },
    ]);
  });

  test("without a command, or with help, explains itself", () => {
    const texts = ["", "--help", "help", "help ask", "ask --help", "ask -h"].map((line) => {
      const parsed = parse(line);
      return parsed.command === "help" ? parsed.text.split("\n")[0] : parsed.command;
    });
    const [general, ofAsk] = [
      "batuta: chat over your own documents",
      'Usage: batuta ask "question" [file…] [--locale es|en] [--json]',
    ];
    expect(texts).toEqual([general, general, general, ofAsk, ofAsk, ofAsk]);
    expect(parse("--version")).toEqual({ command: "version" });
  });
});

describe("a command line that is wrong", () => {
  test("names the nearest command or option", () => {
    expect(usage("ingset docs")).toBe("There is no command ingset. Did you mean ingest?");
    expect(usage("ask hola --jsno")).toBe("There is no option --jsno. Did you mean --json?");
    expect(usage("keys revok")).toBe("There is no command revok. Did you mean revoke?");
    expect(usage("--hepl")).toBe("There is no option --hepl. Did you mean --help?");
  });

  test("gets no suggestion when nothing is near", () => {
    expect(usage("frobnicate")).toBe("There is no command frobnicate. See batuta --help.");
    expect(usage("ask hola -x")).toBe("There is no option -x. See batuta --help.");
  });

  test("is told what is missing or one too many", () => {
    expect(usage("ask")).toContain("Name the question");
    expect(usage("ingest --json")).toContain("Name at least one file or folder");
    expect(usage("keys")).toContain("keys list");
    expect(usage("keys create")).toContain("--name is missing");
    expect(usage("doctor now")).toBe('"now" is one word too many.');
    expect(usage("keys create --name --json")).toBe("--name needs a value.");
    expect(usage("doctor --json=yes")).toBe("--json takes no value.");
  });

  test("is told which value is not valid", () => {
    expect(usage("ask hola --locale fr")).toBe("--locale is es or en.");
    expect(usage("keys create --name x --role boss")).toContain("--role: ");
    expect(usage("keys create --name x --scope everything")).toContain("--scope: ");
    expect(usage("keys create --name x --workspace 7")).toContain("--workspace: ");
    for (const wrong of ["tomorrow", "2030-02-30", "30", "-1d", "5m"])
      expect(usage(`keys create --name x --expires=${wrong}`)).toContain("--expires: ");
  });

  test("may use the names of an object's own parts", () => {
    expect(usage("ask hola --constructor")).toContain("There is no option --constructor");
  });
});
