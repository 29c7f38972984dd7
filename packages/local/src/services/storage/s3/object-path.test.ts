import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { objectPath } from "./object-path.ts";

test("a key's path can be read", () => {
  expect(objectPath("store/dt=2026-11-21/a b.csv.gz")).toBe("store/dt=2026-11-21/a b.csv.gz");
  expect(objectPath("what?/100%")).toBe("what%3f/100%25");
});

test.for(["../../etc/passwd", "a/../../b", "/..", "a//b", "/a", "..", "a/./b", "a/..", "."])(
  "the path of %s stays below the folder",
  (key) => {
    const inside = path.join("/bucket", `${objectPath(key)}.meta.json`);
    expect(inside.startsWith("/bucket/")).toBe(true);
    expect(inside).toBe(`/bucket/${objectPath(key)}.meta.json`);
    expect(path.join("/bucket", objectPath(key))).toBe(`/bucket/${objectPath(key)}`);
  },
);

test("a folder's marker has a file in the folder of its name", () => {
  expect(objectPath("days/")).toBe("days/%");
});

test("no name is longer than file systems take", () => {
  for (const key of ["x".repeat(1024), "あ".repeat(341), `${"y".repeat(400)}/${"z".repeat(400)}`]) {
    for (const name of objectPath(key).split("/")) {
      expect(Buffer.byteLength(name)).toBeLessThan(200);
    }
  }
});

test("two keys never share a path, nor is one's file another's folder", () => {
  const name = fc.stringMatching(/^[a.%/~]{0,6}$|^(\.|\.\.|a\.data|a\.meta\.json|%|%25|a\.part)?$/);
  const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  const files = (each: string): string[] =>
    [".meta.json", ".1.data", ".meta.json.part"].map((ending) => objectPath(each) + ending);
  fc.assert(
    fc.property(key, key, (one, other) => {
      fc.pre(one !== other);
      const taken = new Set(files(one));
      for (const file of files(other)) {
        expect(taken.has(file)).toBe(false);
        for (
          let folder = path.dirname(file);
          folder !== "." && folder !== "/";
          folder = path.dirname(folder)
        ) {
          expect(taken.has(folder)).toBe(false);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
