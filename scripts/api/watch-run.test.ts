import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApiAccess } from "./ask-api.ts";
import { watchRun } from "./watch-run.ts";

const ended = {
  run: "nightly",
  status: "SUCCEEDED",
  startedAt: "2026-11-21T15:15:00.000Z",
  statusUrl: "http://127.0.0.1/v1/runs/nightly",
  phase: "ended",
  statements: [],
};

let server: Server;
let api: ApiAccess;
let answers: ((response: ServerResponse) => void)[];
let updates: string[];

beforeEach(async () => {
  updates = [];
  server = createServer((_request, response) => answers.shift()?.(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  api = { apiUrl: `http://127.0.0.1:${port}`, tokens: { download: "token" } };
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function respond(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, headers).end(JSON.stringify(body));
  };
}

function lose(response: ServerResponse): void {
  response.destroy();
}

function watch() {
  return watchRun(api, "nightly", {
    update: (text) => updates.push(text),
    signal: new AbortController().signal,
  });
}

test("a lost connection and a 5xx are ridden out, and the progress says so", async () => {
  const problem = { error: { code: "Unavailable", message: "Starting" } };
  answers = [
    lose,
    respond(503, problem, { "retry-after": "0" }),
    respond(502, "<html>"),
    respond(200, ended),
  ];
  await expect(watch()).resolves.toMatchObject({ run: "nightly", status: "SUCCEEDED" });
  expect(updates).toEqual([
    expect.stringContaining("asking again: fetch failed"),
    expect.stringMatching(/^asking again: .*503/),
    expect.stringMatching(/^asking again: .*502/),
  ]);
});

test("an answer that will stay the same ends the watch", async () => {
  answers = [respond(403, {})];
  await expect(watch()).rejects.toThrow("The API refused the download token (403)");
  expect(updates).toEqual([]);
});
