import { expect, test } from "vitest";
import { holderOf, limitsOf, sessionOf, sourceOf } from "./caller.ts";

type Request = Parameters<typeof sourceOf>[0];

function request(lambda: unknown): Request {
  return { requestContext: { authorizer: { lambda } } } as unknown as Request;
}

test.each([null, undefined, {}, { role: "ingest" }])("the stage's own token is no client: %j", (context) => {
  expect(sourceOf(request(context))).toBeUndefined();
  expect(limitsOf(request(context))).toEqual({});
});

test("a client has its id and limits", () => {
  const partner = request({ client: "partner", limits: { requestsPerMinute: 3 } });
  expect(sourceOf(partner)).toBe("partner");
  expect(limitsOf(partner)).toEqual({ requestsPerMinute: 3 });
});

test("a session of the stage's own token is no client, and one that cannot be read is refused", () => {
  const session = { id: "0".repeat(64), expiresAt: "2026-11-21T12:00:00.000Z" };
  expect(sessionOf(request({ session }))).toEqual(session);
  expect(sourceOf(request({ session }))).toBeUndefined();
  expect(sessionOf(request({ client: "partner", key: "4f9a1c07b2de", session }))).toEqual(session);
  expect(sessionOf(request({ client: "partner" }))).toBeUndefined();
  expect(() => sessionOf(request({ session: "ses" }))).toThrow("Invalid");
});

test("who holds a key is its client, and never the stage itself for want of a key", () => {
  expect(holderOf(request(null))).toEqual({ stageToken: "download" });
  const holder = { client: "partner", key: "4f9a1c07b2de" };
  expect(holderOf(request(holder))).toEqual(holder);
  expect(() => holderOf(request({ client: "partner" }))).toThrow("named no key of the client partner");
});

test.each([{ client: "No Id" }, { client: "partner", exportRows: "some" }, { client: null }])(
  "a client that cannot be read does not pass for the stage itself: %j",
  (context) => {
    expect(() => sourceOf(request(context))).toThrow("Invalid");
  },
);
