import { expect, test } from "vitest";
import { absolutePath, fileKey, folderPrefix, readTarget } from "./home-directory.ts";

const home = readTarget("/inbox/partner");

test.each([
  ["/inbox/partner", { bucket: "inbox", prefix: "partner/" }],
  ["/inbox/partner/", { bucket: "inbox", prefix: "partner/" }],
  ["/inbox/a/b", { bucket: "inbox", prefix: "a/b/" }],
  ["/inbox", { bucket: "inbox", prefix: "" }],
])("reads the target %s", (target, expected) => {
  expect(readTarget(target)).toEqual(expected);
});

test.each([
  [".", "/", "partner/"],
  ["", "/", "partner/"],
  ["nightly.csv", "/nightly.csv", "partner/nightly.csv"],
  ["/days/../nightly.csv", "/nightly.csv", "partner/nightly.csv"],
  ["../../other/secret.csv", "/other/secret.csv", "partner/other/secret.csv"],
  ["/../..", "/", "partner/"],
  ["days//2026/", "/days/2026", "partner/days/2026"],
  ["..csv", "/..csv", "partner/..csv"],
])("keeps %j below the user's folder", (given, absolute, key) => {
  expect(absolutePath(given)).toBe(absolute);
  expect(fileKey(home, given)).toBe(key);
});

test("names a folder with a slash at its end, once", () => {
  expect(folderPrefix(home, "/")).toBe("partner/");
  expect(folderPrefix(home, "/days")).toBe("partner/days/");
  expect(folderPrefix(readTarget("/inbox"), "/")).toBe("");
});
