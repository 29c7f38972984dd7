import { defineConfig } from "vitest/config";

/** As long as `vi.waitFor` waits: `vitest.setup.ts`. */
const patient = { poll: { timeout: 60_000 } };

export default defineConfig({
  test: {
    // One for each processor: by default one is left free, and of two that is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/console/build/*.test.ts",
            "stacks/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
            "lint/**/*.test.ts",
          ],
          setupFiles: ["./vitest.setup.ts"],
          expect: patient,
          // A machine with other work beside the tests: none of them waits for time to pass.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "spec",
          include: ["packages/*/test/**/*.spec.ts"],
          setupFiles: ["./vitest.setup.ts", "./vitest.midnight.ts"],
          expect: patient,
          globalSetup: ["./vitest.platform.ts"],
          // A whole stage evaluates the program and starts processes: slow machines need the room, and no
          // spec sleeps.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
