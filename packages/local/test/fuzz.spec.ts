import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { currentFormat, datedRow } from "@ashiato/core/work-row";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FuzzedRequest, fuzzedRequests } from "./support/fuzzed-requests.ts";
import { RunningStage } from "./support/running-stage.ts";

const count = 10_000;
const provoked = 20;
const parallel = 16;
const seed = 20_261_121;

let app: RunningStage;
let queueFails = false;

beforeAll(async () => {
  app = await RunningStage.start({
    gate: {
      pass: async ({ target }) => {
        if (queueFails && target === "AmazonSQS.SendMessageBatch") {
          throw new Error("The queue fails on purpose");
        }
      },
    },
  });
});

afterAll(() => app.stop());

type Answered = { status: number; request: FuzzedRequest; body: string };

/** Sends a request as it is: fetch would mend its path and headers. */
function send(fuzzed: FuzzedRequest): Promise<Answered> {
  const { hostname, port } = new URL(app.stage.endpoints.api);
  const { method, path, headers, body } = fuzzed;
  return new Promise((resolve, reject) => {
    // Node announces no body of a DELETE or OPTIONS by itself, and the next request would begin within it.
    const framed = { ...headers, ...(body && { "content-length": body.length }) };
    const outgoing = request({ hostname, port, method, path, headers: framed }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          request: fuzzed,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    outgoing.setTimeout(60_000, () => outgoing.destroy(new Error(`No answer to ${method} ${path}`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function sendAll(requests: FuzzedRequest[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  const rest = requests.values();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const each of rest) {
        answers.push(await send(each));
      }
    }),
  );
  return answers;
}

function describeAnswer({ status, body, request: { method, path, headers, body: sent } }: Answered): object {
  return {
    status,
    body: body.slice(0, 300),
    method,
    path,
    headers,
    sent: sent?.toString("utf8").slice(0, 500),
  };
}

it("answers 10,000 fuzzed requests without failing, and stores no invalid row", async () => {
  const requests = fuzzedRequests({ seed, count, now: Date.now() }, app.stage.tokens);
  const answers = await sendAll(requests);
  expect(answers.filter(({ status }) => status >= 500 || status < 200).map(describeAnswer)).toEqual([]);
  const statuses = new Set(answers.map(({ status }) => status));
  for (const status of [200, 202, 400, 401, 403, 404, 415]) {
    expect(statuses).toContain(status);
  }

  queueFails = true;
  const refused = await sendAll(
    requests.filter((_, index) => answers.length > 0 && index % 500 === 0).slice(0, provoked),
  );
  queueFails = false;
  expect(refused.filter(({ status }) => status >= 500 && status !== 503).map(describeAnswer)).toEqual([]);

  await app.invoke("Store");
  // What phones take for kept is under rejected/reports/; nothing may be there that `store` could not
  // read.
  expect(await app.keys("lakeBucket", "rejected/messages/")).toEqual([]);
  const rows: string[] = [];
  for (const key of await app.keys("lakeBucket", "work/")) {
    const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output("lakeBucket"), Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    rows.push(...gunzipSync(bytes).toString("utf8").trimEnd().split("\n"));
  }
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.flatMap((row) => currentFormat.check(datedRow(row, "Asia/Tokyo")) ?? [])).toEqual([]);
}, 600_000);

it("answers 503 with Retry-After while the queue takes nothing, and 202 again afterwards", async () => {
  const report = { deviceId: "phone-1", timestamp: new Date().toISOString(), latitude: 1, longitude: 2 };
  queueFails = true;
  const refused = await app.post(report);
  queueFails = false;
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect((await app.post(report)).status).toBe(202);
});
