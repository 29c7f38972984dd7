import { expect, test } from "vitest";
import { changedClient, type Client, createdClient, newClientSchema, rotatedClient } from "./client.ts";

const at = "2026-11-26T00:00:00.000Z";
const later = "2026-11-26T01:00:00.000Z";

function client(): Client {
  const described = {
    id: "acme",
    name: "Acme",
    mail: "a@acme.example",
    rights: [],
    exportDays: 7,
    exportRows: "own" as const,
    limits: { rowsPerDay: 9 },
  };
  return createdClient(described, { key: { id: "one", hash: "1".repeat(64) }, at });
}

test("a change touches what it names, null takes a value away, and the revision counts", () => {
  expect(
    changedClient(client(), { name: "Acme Ltd", exportDays: null, exportRows: null, limits: null }, later),
  ).toEqual({
    id: "acme",
    name: "Acme Ltd",
    mail: "a@acme.example",
    rights: [],
    status: "active",
    keys: [{ id: "one", hash: "1".repeat(64), createdAt: at }],
    feeds: [],
    createdAt: at,
    changedAt: later,
    revision: 2,
  });
});

test("a new key stands behind the others, which go on, end, or end sooner as they would have", () => {
  const key = (id: string) => ({ id, hash: "2".repeat(64) });
  const two = rotatedClient(client(), { key: key("two"), at, othersEnd: undefined });
  expect(two.keys.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
    ["one", undefined],
    ["two", undefined],
  ]);
  const three = rotatedClient(two, { key: key("three"), at, othersEnd: later });
  const four = rotatedClient(three, { key: key("four"), at, othersEnd: "2026-11-27T00:00:00.000Z" });
  expect(four.keys.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
    ["one", later],
    ["two", later],
    ["three", "2026-11-27T00:00:00.000Z"],
    ["four", undefined],
  ]);
  const five = rotatedClient(four, { key: key("five"), at: later, othersEnd: later });
  expect(five.keys.map(({ id }) => id)).toEqual(["five"]);
});

test.each(["", "a\nb", "\u001b[31mred", "\ud800"])("the name %j is refused", (name) => {
  expect(newClientSchema.safeParse({ id: "partner", name }).success).toBe(false);
});
