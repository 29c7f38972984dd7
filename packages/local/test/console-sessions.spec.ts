// Sign-in tickets, and the sessions that they begin: who gets one, what it may do, and when it ends.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeLogGroupsCommand, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { auditTrailSchema, callerSchema, clientWithKeySchema } from "@ashiato/core/api/client-schemas";
import {
  endedSessionSchema,
  type Session,
  sessionSchema,
  type SignInTicket,
  signInTicketSchema,
} from "@ashiato/core/api/session-schemas";
import { ticketSchema } from "@ashiato/core/api/ticket-schemas";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { MovedClock } from "./support/moved-clock.ts";
import { RunningStage } from "./support/running-stage.ts";
import { WebSocketClient } from "./support/websocket-client.ts";

const minute = 60_000;
const hour = 60 * minute;
/** API Gateway uses a decision for so long, by the clock of the stage. */
const cached = 31_000;

const clock = new MovedClock();
let app: RunningStage;
const { ask, administer, add } = clientsOf(() => app);
/** Every ticket and token that was given out, which no log may hold. */
const secrets: string[] = [];

beforeAll(async () => {
  app = await RunningStage.start({ clock });
});

afterAll(() => app.stop());

async function ticketOf(token: string): Promise<SignInTicket> {
  const answer = await ask("/v1/sign-in-tickets", { token, method: "POST" });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const made = signInTicketSchema.parse(await answer.json());
  secrets.push(made.ticket);
  return made;
}

const exchange = (ticket: unknown) =>
  ask("/v1/sessions", { token: undefined, method: "POST", body: { ticket } });

async function signIn(token: string): Promise<Session> {
  const answer = await exchange((await ticketOf(token)).ticket);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const session = sessionSchema.parse(await answer.json());
  secrets.push(session.token);
  return session;
}

const statusOf = async (path: string, token: string, method = "GET") =>
  (await ask(path, { token, method })).status;

/** A change of a client is in force once the authorizer reads it again, half a minute later at most. */
async function becomes(status: number, path: string, token: string): Promise<void> {
  await vi.waitFor(
    async () => {
      clock.move(cached);
      expect(await statusOf(path, token)).toBe(status);
    },
    { interval: 1_000 },
  );
}

it("signs in by a ticket once, with what its key may do", async () => {
  const key = await add("reads", ["exports:read"], { exportDays: 3, limits: { requestsPerMinute: 600 } });
  const { ticket, link, expiresAt } = await ticketOf(key);
  expect(link).toBe(`${app.stage.endpoints.api}/console#ticket=${ticket}`);
  expect(Math.round((Date.parse(expiresAt) - clock.now()) / minute)).toBe(15);

  const answer = await exchange(ticket);
  const { token, expiresAt: until } = sessionSchema.parse(await answer.json());
  secrets.push(token);
  expect(token).toMatch(/^ses_[\w-]{32}$/);
  expect(Math.round((Date.parse(until) - clock.now()) / hour)).toBe(12);
  const caller = await ask("/v1/caller", { token });
  expect(callerSchema.parse(await caller.json())).toMatchObject({
    client: "reads",
    rights: ["exports:read"],
    exportDays: 3,
    session: { expiresAt: until },
  });
  const exports = await ask("/v1/exports", { token });
  expect(exports.status).toBe(200);
  expect(exports.headers.get("ratelimit")).toContain('"requestsPerMinute";r=5');
  expect(await statusOf("/v1/runs", token)).toBe(403);
  expect(callerSchema.parse(await (await ask("/v1/caller", { token: key })).json()).session).toBeUndefined();

  const again = await exchange(ticket);
  expect({ status: again.status, body: await again.json() }).toMatchObject({
    status: 401,
    body: {
      result: "error",
      error: { code: "TicketRefused", message: expect.stringContaining("used before") },
    },
  });
});

it("signs in as the stage with its download token, and not with the ingest token", async () => {
  const { token } = await signIn(app.stage.tokens.download);
  const caller = callerSchema.parse(await (await ask("/v1/caller", { token })).json());
  expect(caller).toMatchObject({ client: "stage", rights: expect.arrayContaining(["clients:admin"]) });
  expect(await statusOf("/v1/runs", token)).toBe(200);
  expect(await statusOf("/v1/stage", token)).toBe(403);
  expect(await statusOf("/v1/sign-in-tickets", app.stage.tokens.ingest, "POST")).toBe(403);
  expect((await ask("/v1/sign-in-tickets", { token: undefined, method: "POST" })).status).toBe(401);
});

it("gives one session to two who have the same ticket at the same moment", async () => {
  const key = await add("twice", []);
  for (let round = 0; round < 10; round += 1) {
    const { ticket } = await ticketOf(key);
    const answers = await Promise.all([exchange(ticket), exchange(ticket)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 401]));
  }
});

it("takes no ticket that is of another purpose, made up, or not in the body", async () => {
  const key = await add("purposes", ["live:read"]);
  const forConnection = ticketSchema.parse(
    await (await ask("/v1/tickets", { token: key, method: "POST" })).json(),
  );
  const { ticket } = await ticketOf(key);
  const url = (of: string) => `${app.output("liveUrl")}?ticket=${of}`;
  const swapped = (of: string) => (of.startsWith("sgn_") ? `tkt_${of.slice(4)}` : `sgn_${of.slice(4)}`);
  for (const wrong of [forConnection.ticket, swapped(forConnection.ticket), `${ticket}x`, key, ""]) {
    expect((await exchange(wrong)).status, wrong).toBe(401);
  }
  for (const wrong of [ticket, swapped(ticket)]) {
    expect((await WebSocketClient.refused(url(wrong))).status, wrong).toBe(403);
  }
  for (const wrong of ["/v1/exports", "/v1/caller"]) {
    expect(await statusOf(wrong, ticket)).toBe(403);
  }
  for (const body of [ticket, JSON.stringify(ticket), JSON.stringify({ ticket: [ticket] }), "{}"]) {
    const answer = await ask("/v1/sessions", { token: undefined, method: "POST", body });
    const text = await answer.text();
    expect(answer.status, body).toBe(400);
    expect(text).toContain("InvalidBody");
    expect(text).not.toContain(ticket);
  }
  const inUrl = await ask(`/v1/sessions?ticket=${ticket}`, {
    token: undefined,
    method: "POST",
    body: { ticket },
  });
  expect(inUrl.status).toBe(400);
  // Nothing of this has used either of them up.
  expect((await exchange(ticket)).status).toBe(201);
  const connection = await WebSocketClient.connect(forConnection.url);
  connection.socket.terminate();
});

it("refuses a ticket after a quarter of an hour, and a session after twelve hours", async () => {
  const key = await add("expires", []);
  const { ticket } = await ticketOf(key);
  const { token } = await signIn(key);
  clock.move(15 * minute);
  expect((await exchange(ticket)).status).toBe(401);
  expect(await statusOf("/v1/usage", token)).toBe(200);
  clock.move(11 * hour);
  expect(await statusOf("/v1/usage", token)).toBe(200);
  clock.move(hour);
  expect(await statusOf("/v1/usage", token)).toBe(403);
  expect(await statusOf("/v1/usage", key)).toBe(200);
});

it("gives a session no ticket to sign in with, and one for a connection", async () => {
  const { token } = await signIn(await add("stays", ["live:read"]));
  const stage = await signIn(app.stage.tokens.download);
  for (const session of [token, stage.token]) {
    const answer = await ask("/v1/sign-in-tickets", { token: session, method: "POST" });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 403,
      body: { error: { code: "KeyRequired", message: expect.stringContaining("ask with a key") } },
    });
    const ticket = await ask("/v1/tickets", { token: session, method: "POST" });
    const connection = await WebSocketClient.connect(ticketSchema.parse(await ticket.json()).url);
    connection.socket.terminate();
  }
});

it("takes the token of a session in no URL, and an altered one nowhere", async () => {
  const { token } = await signIn(await add("phone", ["ingest"]));
  const report = "/v1/locations/osmand?id=a&lat=35&lon=139";
  expect((await ask(`${report}&token=${token}`, { token: undefined })).status).toBe(403);
  expect(await statusOf(report, token)).toBe(200);
  for (const wrong of [
    `${token}x`,
    token.slice(0, -1),
    token.replace("ses_", "SES_"),
    `ses_${"a".repeat(32)}`,
  ]) {
    expect(await statusOf("/v1/caller", wrong)).toBe(403);
  }
});

it("signs out one session, and neither another of the same key nor the key", async () => {
  const key = await add("leaves", ["exports:read"]);
  const [one, other] = [await signIn(key), await signIn(key)];
  const answer = await ask("/v1/sessions/current", { token: one.token, method: "DELETE" });
  expect(answer.status).toBe(200);
  endedSessionSchema.parse(await answer.json());
  expect(await statusOf("/v1/exports", one.token)).toBe(403);
  expect(await statusOf("/v1/exports", other.token)).toBe(200);
  const ofKey = await ask("/v1/sessions/current", { token: key, method: "DELETE" });
  expect({ status: ofKey.status, body: await ofKey.json() }).toMatchObject({
    status: 404,
    body: { error: { message: expect.stringContaining("no session") } },
  });
  expect(await statusOf("/v1/exports", key)).toBe(200);
});

it("ends a session with its key or its client, and changes its rights with those of the client", async () => {
  const keys = await Promise.all(
    ["revoked", "ended", "changed"].map((id) => add(`is-${id}`, ["exports:read"])),
  );
  const [revoked, ended, changed] = await Promise.all(keys.map((key) => signIn(key)));
  const second = clientWithKeySchema.parse(
    await administer("/v1/clients/is-ended/keys", "POST", { othersExpireInSeconds: 0 }),
  );
  await administer("/v1/clients/is-revoked", "PATCH", { status: "revoked" });
  await administer("/v1/clients/is-changed", "PATCH", { rights: ["runs:start"], exportDays: 2 });

  await becomes(403, "/v1/exports", revoked?.token ?? "");
  await becomes(403, "/v1/exports", ended?.token ?? "");
  await becomes(403, "/v1/exports", changed?.token ?? "");
  expect(await statusOf("/v1/runs", changed?.token ?? "")).toBe(200);
  expect(await statusOf("/v1/exports", second.key)).toBe(200);
  // Whoever has the ticket of a revoked client has a session that may do nothing.
  const ticket = await ask("/v1/sign-in-tickets", { token: keys[0], method: "POST" });
  expect(ticket.status).toBe(403);
});

it("notes the use of the key of a session, and what an administrator did by one", async () => {
  const key = await add("admin", ["clients:admin"]);
  const { token } = await signIn(key);
  const made = await ask("/v1/clients", {
    token,
    method: "POST",
    body: { id: "by-session", name: "By a session", rights: [] },
  });
  expect(made.status).toBe(201);
  const trail = auditTrailSchema.parse(await administer("/v1/audit?client=by-session"));
  expect(trail.entries).toMatchObject([{ by: "admin", action: "added", client: "by-session" }]);
});

it("ends the sessions that began with a download token once it is replaced", async () => {
  const { token } = await signIn(app.stage.tokens.download);
  await app.stop({ keep: true });
  const file = join(app.directory, "secrets.json");
  const kept = await readFile(file, "utf8");
  const before = app.stage.tokens.download;
  await writeFile(file, kept.replace(before, "another-download-token"));
  app = await RunningStage.start({ clock, directory: app.directory });
  expect(await statusOf("/v1/runs", before)).toBe(403);
  expect(await statusOf("/v1/runs", token)).toBe(403);
  const next = await signIn(app.stage.tokens.download);
  expect(await statusOf("/v1/runs", next.token)).toBe(200);
});

it("writes neither a ticket nor a session's token to any log", async () => {
  expect(secrets.length).toBeGreaterThan(20);
  const { logGroups = [] } = await app.logs.send(new DescribeLogGroupsCommand({}));
  const lines: string[] = [];
  for (const { logGroupName } of logGroups) {
    for await (const { events = [] } of paginateFilterLogEvents({ client: app.logs }, { logGroupName })) {
      lines.push(...events.map(({ message = "" }) => message));
    }
  }
  const text = lines.join("\n");
  expect(text).toContain("signed in");
  expect(text).toContain("no such session");
  expect(secrets.filter((secret) => text.includes(secret.slice(4)))).toEqual([]);
});
