import { expect, test } from "vitest";
import { createdWebhook, rotatedWebhook, secretsOf, urlFault } from "./webhook.ts";

const webhook = createdWebhook(
  { id: "billing", url: "https://example.com/", types: ["runs.failed", "runs.failed"] },
  { secret: "whsec_one", at: "2026-11-25T00:00:00.000Z" },
);

test("messages are signed with the new secret and with those that have not ended", () => {
  const rotated = rotatedWebhook(webhook, {
    secret: "whsec_two",
    at: "2026-11-26T00:00:00.000Z",
    othersEnd: "2026-11-27T00:00:00.000Z",
  });
  expect(webhook.types).toEqual(["runs.failed"]);
  expect(secretsOf(rotated, Date.parse("2026-11-26T23:59:59Z"))).toEqual(["whsec_two", "whsec_one"]);
  expect(secretsOf(rotated, Date.parse("2026-11-27T00:00:00Z"))).toEqual(["whsec_two"]);
});

test("a rotation never makes a secret last longer, and forgets those that have ended", () => {
  const soon = rotatedWebhook(webhook, {
    secret: "whsec_two",
    at: "2026-11-26T00:00:00.000Z",
    othersEnd: "2026-11-26T01:00:00.000Z",
  });
  const again = rotatedWebhook(soon, {
    secret: "whsec_three",
    at: "2026-11-26T00:30:00.000Z",
    othersEnd: "2026-11-30T00:00:00.000Z",
  });
  expect(again.secrets.map(({ expiresAt }) => expiresAt)).toEqual([
    "2026-11-26T01:00:00.000Z",
    "2026-11-30T00:00:00.000Z",
    undefined,
  ]);
  const late = rotatedWebhook(soon, {
    secret: "whsec_three",
    at: "2026-11-26T02:00:00.000Z",
    othersEnd: "2026-11-26T02:00:00.000Z",
  });
  expect(late.secrets.map(({ secret }) => secret)).toEqual(["whsec_three"]);
});

test.each([
  ["ftp://example.com/", "https://"],
  ["https://me:secret@example.com/", "password"],
  ["https://example.com/#here", "fragment"],
])("refuses the URL %s", (url, reason) => {
  expect(urlFault(url)).toContain(reason);
});
