import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["{src,test,eval,bench,simulator}/**/*.test.ts"],
    // One process a file: native modules and worker threads of one file cannot reach, or take down, another.
    pool: "forks",
    // Every core: much of a test is waiting.
    maxWorkers: "100%",
    isolate: true,
    // Wide limits: they end a hang, they do not measure speed.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    reporters: ["default", "./test/closingLine.ts"],
  },
});
