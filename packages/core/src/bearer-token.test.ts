import { expect, test } from "vitest";
import { isValidToken, presentedToken } from "./bearer-token.ts";

const basic = Buffer.from("phone:se:cret").toString("base64");

test.each([
  ["Bearer abc.DEF_-~+/=", "abc.DEF_-~+/="],
  ["bearer abc", "abc"],
  [`Basic ${basic}`, "se:cret"],
  [`Basic ${Buffer.from("nopassword").toString("base64")}`, undefined],
  ["Bearer", undefined],
  ["Bearer a b", undefined],
  ["Digest abc", undefined],
  ["", undefined],
])("the token of %j is %j", (header, token) => {
  expect(presentedToken(header)).toBe(token);
});

test("any of the valid tokens is taken, and no other", () => {
  expect(isValidToken("b", ["a", "b"])).toBe(true);
  expect(isValidToken("c", ["a", "b"])).toBe(false);
  expect(isValidToken("a ", ["a", "b"])).toBe(false);
});

test("an empty text is not a token, even if a secret is empty", () => {
  expect(isValidToken("", ["a", ""])).toBe(false);
});
