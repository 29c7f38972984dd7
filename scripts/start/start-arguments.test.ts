import { expect, test } from "vitest";
import { readStartArguments } from "./start-arguments.ts";

test("the six ports follow each other", () => {
  expect(readStartArguments([])).toEqual({
    help: false,
    fresh: false,
    verbose: false,
    quiet: false,
    withDemo: false,
    reports: 20_000,
    directory: ".ashiato/local",
    ports: { api: 4_100, storage: 4_101, services: 4_102, lambda: 4_103, endpoint: 4_104, sftp: 4_105 },
  });
  expect(
    readStartArguments(["--port", "5000", "--fresh", "--verbose", "--quiet", "--with-demo"]),
  ).toMatchObject({
    fresh: true,
    verbose: true,
    quiet: true,
    withDemo: true,
    ports: { api: 5_000, lambda: 5_003 },
  });
});

test.for(["0", "65531", "http", "41.5"])("port %s is refused", (port) => {
  expect(() => readStartArguments(["--port", port])).toThrow(`got ${port}`);
});
