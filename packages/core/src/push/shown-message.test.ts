import { expect, test } from "vitest";
import { type Client, createdClient, type NewClient } from "../clients/client.ts";
import { hashOf, keyIdOf } from "../clients/client-key.ts";
import type { AppEvent } from "../events/app-event.ts";
import { isShown, type Listener, refusedTopic } from "./shown-message.ts";
import { topics } from "./topics.ts";

const now = Date.parse("2026-11-21T03:00:00Z");
const hash = hashOf("key");
const key = keyIdOf(hash);

function listener(described: Partial<NewClient>, changed: Partial<Client> = {}): Listener {
  const client = createdClient(
    { id: "partner", name: "Partner", rights: [], ...described },
    { key: { id: key, hash }, at: "2026-11-01T00:00:00.000Z" },
  );
  const holder = { client: "partner", key };
  return { holder, client: { ...client, ...changed }, now, timeZone: "Asia/Tokyo" };
}

const operator: Listener = {
  holder: { stageToken: "download" },
  client: undefined,
  now,
  timeZone: "Asia/Tokyo",
};

const allowed = (who: Listener) => topics.filter((topic) => refusedTopic(topic, who) === undefined);

test("each right opens the topic of its routes, and the download token opens all", () => {
  expect(allowed(operator)).toEqual(["exports", "runs", "intake", "positions"]);
  expect(allowed(listener({ rights: ["exports:read"] }))).toEqual(["exports"]);
  expect(allowed(listener({ rights: ["runs:start"] }))).toEqual(["runs"]);
  expect(allowed(listener({ rights: ["uploads"] }))).toEqual(["intake"]);
  expect(allowed(listener({ rights: ["clients:admin"] }))).toEqual(["intake"]);
  expect(allowed(listener({ rights: ["live:read"] }))).toEqual(["positions"]);
  expect(allowed(listener({ rights: ["ingest"] }))).toEqual([]);
  expect(allowed(listener({ rights: ["exports:read"], exportRows: "own" }))).toEqual([]);
});

test("a client that is gone or revoked, and a key that has ended, end the connection", () => {
  const rights = ["exports:read"] as const;
  const ended = { ended: true, reason: "the key was revoked or has expired" };
  const active = listener({ rights: [...rights] });
  expect(refusedTopic("exports", { ...active, client: undefined })).toEqual(ended);
  expect(refusedTopic("exports", listener({ rights: [...rights] }, { status: "revoked" }))).toEqual(ended);
  const [kept] = active.client?.keys ?? [];
  const expiring = (expiresAt: string) =>
    listener({ rights: [...rights] }, { keys: kept === undefined ? [] : [{ ...kept, expiresAt }] });
  expect(refusedTopic("exports", expiring("2026-11-21T03:00:00.000Z"))).toEqual(ended);
  expect(refusedTopic("exports", expiring("2026-11-21T03:00:00.001Z"))).toBeUndefined();
  expect(refusedTopic("runs", active)).toEqual({
    ended: false,
    reason: "the topic runs requires the right runs:start",
  });
});

const common = { id: "evt_1", time: "2026-11-21T02:00:00.000Z", stage: "test" };

function published(date: string): AppEvent {
  const counts = { version: 1, run: "r", rows: 1, conflicts: 0, bytes: 1 };
  const data = { date, ...counts, kind: "whole" as const, supplement: null, completeThrough: null };
  return { ...common, type: "exports.published", data };
}

function failed(client: string | null): AppEvent {
  return { ...common, type: "intake.failed", data: { client, file: null, name: "a.csv", reason: "empty" } };
}

test("a client hears of the exports that it may read, and of its own files", () => {
  const reader = listener({ rights: ["exports:read"], exportDays: 2 });
  const shown = ["2026-11-18", "2026-11-19", "2026-11-21"].filter((date) => isShown(published(date), reader));
  expect(shown).toEqual(["2026-11-19", "2026-11-21"]);
  const sender = listener({ rights: ["uploads"] });
  expect([failed("partner"), failed("other"), failed(null)].map((event) => isShown(event, sender))).toEqual([
    true,
    false,
    false,
  ]);
  for (const administrator of [operator, listener({ rights: ["clients:admin"] })]) {
    expect(isShown(failed("other"), administrator)).toBe(true);
  }
});
