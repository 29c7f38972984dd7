import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stageHeader } from "@ashiato/core/api/stage-header";
import { z } from "zod";
import type { DemoReport } from "../report/demo-report.ts";
import { type SentBatch, sendReports } from "./send-reports.ts";

const requestSchema = z.object({ locations: z.array(z.object({ deviceId: z.string() })) });

let server: Server;
let apiUrl = "";
/** Answers to come, first to last; after them the API accepts everything. */
let answers: { status: number; body: string }[] = [];
let received: string[][] = [];

beforeEach(async () => {
  answers = [];
  received = [];
  server = createServer((request, response) => void answerRequest(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const devices = requestSchema.parse(await json(request)).locations.map(({ deviceId }) => deviceId);
  received.push(devices);
  const accepted = { accepted: devices.length, rejected: [] };
  const { status, body } = answers.shift() ?? { status: 202, body: JSON.stringify(accepted) };
  response.writeHead(status, { "retry-after": "0", [stageHeader]: "stage-1" }).end(body);
}

function reports(count: number): DemoReport[] {
  return Array.from({ length: count }, (_, index) => ({
    body: { deviceId: String(index) },
    verdict: "unknown",
  }));
}

async function send(
  count: number,
  signal = new AbortController().signal,
  patienceSeconds = 60,
): Promise<SentBatch[]> {
  const batches: SentBatch[] = [];
  await sendReports(reports(count), {
    apiUrl,
    token: "ingest-token",
    receiver: "stage-1",
    patienceSeconds,
    onRetry: () => undefined,
    signal,
    onBatch: async (batch) => void batches.push(batch),
  });
  return batches;
}

test("every report goes out once, two hundred in a request", async () => {
  const batches = await send(1_050);
  expect(received.map(({ length }) => length).sort((a, b) => a - b)).toEqual([50, 200, 200, 200, 200, 200]);
  expect(new Set(received.flat()).size).toBe(1_050);
  expect(batches.flatMap(({ accepted }) => accepted)).toHaveLength(1_050);
});

test("a batch that the API is too busy for goes out again, whole", async () => {
  answers = [
    { status: 503, body: "busy" },
    { status: 429, body: "slow down" },
  ];
  const batches = await send(3);
  expect(received).toEqual(Array.from({ length: 3 }, () => ["0", "1", "2"]));
  expect(batches.flatMap(({ accepted }) => accepted)).toHaveLength(3);
});

test("rejected reports come back with their reasons", async () => {
  const issues = [{ path: "latitude", message: "is required" }];
  answers = [{ status: 202, body: JSON.stringify({ accepted: 1, rejected: [{ index: 1, issues }] }) }];
  const [batch] = await send(2);
  expect(batch?.accepted.map(({ body }) => body)).toEqual([{ deviceId: "0" }]);
  expect(batch?.rejected).toEqual([{ report: reports(2)[1], issues }]);
});

test("a request that is refused as a whole raises", async () => {
  answers = [{ status: 413, body: "too large" }];
  await expect(send(1)).rejects.toThrow("The API answered 413 to 1 report: too large");
});

test("an API that stays busy is given up when patience ends", async () => {
  answers = Array.from({ length: 100 }, () => ({ status: 503, body: "busy" }));
  await expect(send(1, undefined, 0)).rejects.toThrow(
    "The API has accepted no reports for 0 seconds: 503 busy",
  );
});

test("sending stops on request", async () => {
  await expect(send(1, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
  expect(received).toEqual([]);
});
