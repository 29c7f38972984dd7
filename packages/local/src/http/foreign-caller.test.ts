import { expect, it } from "vitest";
import { isForeign } from "./foreign-caller.ts";

it.each([
  ["127.0.0.1:4100", undefined],
  ["localhost:4100", undefined],
  ["LOCALHOST", undefined],
  ["[::1]:4100", undefined],
  ["lake-1.localhost:4101", undefined],
  ["127.0.0.1:4100", "http://127.0.0.1:4100"],
  ["127.0.0.1:4100", "http://localhost:4100"],
  ["localhost", "http://localhost"],
])("serves Host %s with Origin %s", (host, origin) => {
  expect(isForeign({ host, ...(origin !== undefined && { origin }) })).toBe(false);
});

it.each([
  [undefined, undefined],
  ["", undefined],
  ["evil.example:4100", undefined],
  ["127.0.0.1.evil.example", undefined],
  ["localhost.evil.example:4100", undefined],
  ["evil@localhost:4100", undefined],
  ["..localhost", undefined],
  ["127.0.0.2", undefined],
  ["127.0.0.1:4100", "http://evil.example"],
  ["127.0.0.1:4100", "http://127.0.0.1:3000"],
  ["127.0.0.1:4100", "https://127.0.0.1:4100"],
  ["127.0.0.1:4100", "http://evil.example:4100"],
  ["127.0.0.1:4100", "null"],
  ["127.0.0.1:4100", ""],
])("refuses Host %s with Origin %s", (host, origin) => {
  expect(isForeign({ ...(host !== undefined && { host }), ...(origin !== undefined && { origin }) })).toBe(
    true,
  );
});
