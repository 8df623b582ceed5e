import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a run with `N passed, N failed` alone on the last line. A file that does not load, a hook that fails and an
 * error outside any test count as one failure each, and a run that ends badly never says `0 failed`.
 */
// oxlint-disable-next-line import/no-default-export -- the test runner loads a reporter by its default export
export default function closingLine(): Reporter {
  let passed = 0;
  let failed = 0;
  return {
    onInit() {
      process.once("exit", (code) => {
        const shown = code !== 0 && failed === 0 ? 1 : failed;
        process.stdout.write(`${passed} passed, ${shown} failed\n`);
      });
    },
    onTestRunEnd(modules, unhandledErrors) {
      passed = sum(modules, (module) => [...module.children.allTests("passed")].length);
      failed = sum(modules, failuresOf) + unhandledErrors.length;
    },
  };
}

function failuresOf(module: TestModule): number {
  const suites = [...module.children.allSuites()];
  const outsideTests = module.errors().length + sum(suites, (suite) => suite.errors().length);
  return [...module.children.allTests("failed")].length + outsideTests;
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
