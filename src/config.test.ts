import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "./config.ts";

const fileWith = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), "batuta-config-")), "batuta.yaml");
  writeFileSync(path, text);
  return path;
};

describe("loadConfig", () => {
  test("needs nothing", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: "127.0.0.1", port: 8080, adminKey: null, logLevel: "info" });
    expect(config.file.limits.upload_mb).toBe(50);
  });

  test("names an unknown variable", () => {
    expect(() => loadConfig({ BATUTA_PROT: "80" })).toThrow(/BATUTA_PROT/);
  });

  test("names a variable of the wrong kind and never shows a secret", () => {
    expect(() => loadConfig({ BATUTA_PORT: "eighty" })).toThrow(/BATUTA_PORT/);
    expect(() => loadConfig({ BATUTA_ADMIN_KEY: "hunter2" })).toThrow(
      /^(?!.*hunter2)[\s\S]*BATUTA_ADMIN_KEY/,
    );
  });

  test("leaves other programs' variables alone", () => {
    expect(() => loadConfig({ PATH: "/bin", HOME: "/" })).not.toThrow();
  });

  test("names the path of a wrong key or value in the file", () => {
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: { upload_mb: -1 }") })).toThrow(
      /limits\.upload_mb/,
    );
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: { uplaod_mb: 5 }") })).toThrow(/uplaod_mb/);
  });

  test("says where a file is not YAML, and that a named file is missing", () => {
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: [1") })).toThrow(/line 1/);
    expect(() => loadConfig({ BATUTA_CONFIG: "/nowhere/batuta.yaml" })).toThrow(ConfigError);
  });

  test("cannot be changed afterwards", () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });
});
