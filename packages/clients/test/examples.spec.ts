import { readFile } from "node:fs/promises";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { withdrawalListSchema } from "@ashiato/core/api/withdrawal-schemas";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { root } from "../../local/test/support/evaluated.ts";
import { raiseAlarm } from "../../local/test/support/raise-alarm.ts";
import { report, RunningStage, yesterdayInTokyo } from "../../local/test/support/running-stage.ts";
import { WebhookReceiver } from "../../local/test/support/webhook-receiver.ts";
import {
  type DescribedOperation,
  type OpenApiDocument,
  operationsOf,
  readDocument,
} from "./support/document.ts";
import { refusals, severalFiles } from "./support/refusals.ts";
import { kindOf, withoutChance } from "./support/same-kind.ts";
import { answerExample, bodiesOf, type Changes, sendExample } from "./support/send-example.ts";
import { type Validate, validatorOf } from "./support/validate-example.ts";

let app: RunningStage;
let document: OpenApiDocument;
let operations: Map<string, DescribedOperation>;
let validate: Validate;

beforeAll(async () => {
  app = await RunningStage.start();
  document = readDocument(await (await fetch(`${app.stage.endpoints.api}/v1/openapi.json`)).json());
  operations = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));
  validate = validatorOf(document);
});

afterAll(() => app.stop());

function operationOf(id: string): DescribedOperation {
  const found = operations.get(id);
  if (found === undefined) {
    throw new Error(`The document has no operation ${id}`);
  }
  return found;
}

/** Sends every example of an operation, and holds each answer against the schema and the example. */
async function tryExamples(id: string, changes: Changes = {}): Promise<void> {
  const operation = operationOf(id);
  for (const [number, example] of bodiesOf(operation).entries()) {
    if (id === "startRun") {
      // A run that finds nothing new publishes no version.
      await app.post(report(`for-a-run-${number}`, 1));
    }
    const { status, body } = await sendExample(app, operation, { example, ...changes });
    const [expected = ""] = Object.keys(operation.responses)
      .filter((each) => /^2|^302$/.test(each))
      .slice(-1);
    expect({ id, status: String(status), body }).toMatchObject({ id, status: expected });
    const [content] = Object.values(operation.responses[expected]?.content ?? {});
    expect({ id, faults: content === undefined ? [] : validate(content.schema, body) }).toEqual({
      id,
      faults: [],
    });
    // A redirection has no body to show, and the document would have to show itself.
    const isShown = status !== 302 && !["getOpenApiDocument", "getAsyncApiDocument"].includes(id);
    const shown = isShown ? answerExample(operation, status) : body;
    // The example has every member of the answer; except those that the schema makes optional.
    expect({ id, kind: kindOf(shown) }).toMatchObject({ id, kind: kindOf(body) });
    await idle();
  }
}

/** Waits until no run is in progress. */
async function idle(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status, body } = await sendExample(app, operationOf("listRuns"));
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain('"RUNNING"');
    },
    { timeout: 120_000, interval: 200 },
  );
}

it("names the product's version and the stage that was asked", async () => {
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
    version: string;
  };
  expect(document.info.version).toBe(version);
  expect(document.servers).toMatchObject([{ url: app.stage.endpoints.api }]);
});

it("answers every example as it says, in the order of the document", async () => {
  const byTag = Map.groupBy(operations.values(), ({ tags: [tag] }) => tag);
  const ids = (tag: string) => (byTag.get(tag) ?? []).map(({ operationId }) => operationId);
  for (const id of [...ids("Reports"), ...ids("Phones")]) {
    await tryExamples(id);
  }
  const rest = ["Files", "Runs", "Status", "Reconciliations", "Exports", "Clients", "Push", "Documentation"];
  const others = ["Reports", "Phones", "Sessions", "Webhooks", "Positions", "Feeds"];
  expect(new Set(byTag.keys())).toEqual(new Set([...rest, ...others]));
  await raiseAlarm(app, "SilentNightAlarm", "a trial");
  for (const id of rest.flatMap(ids).filter((each) => !["returnRows", "endClientKey"].includes(each))) {
    if (id === "getPicture") {
      await pictureDrawn();
    }
    await tryExamples(id);
  }
  await trySessions();
  await tryWebhooks();
  await showPositions();
  for (const id of ids("Positions").filter((each) => !each.endsWith("LiveExport"))) {
    await tryExamples(id);
  }
  await tryExamples("startLiveExport");
  const parameters = { liveExport: await endedLiveExport() };
  await tryExamples("getLiveExport", { parameters });
  await tryExamples("downloadLiveExport", { parameters });
  const [{ id: key }] = Object(await sendExample(app, operationOf("getClient"))).body.keys;
  await tryExamples("endClientKey", { parameters: { key } });
  const withdrawal = await newestWithdrawal();
  await tryExamples("returnRows", { parameters: { withdrawal } });
  await tryExamples("setClientFeed");
  // The feed has what is published from now on.
  await app.post(report("for-a-feed", 1));
  await app.runBatch({ date: yesterdayInTokyo() });
  const { body } = await sendExample(app, operationOf("addClientKey"));
  const token = String(Object(body)["key"]);
  for (const id of ids("Feeds").filter((each) => !each.includes("Client"))) {
    await tryExamples(id, { token });
  }
  await tryExamples("listClientFeeds");
  await tryExamples("getClientFeed");
  await tryExamples("removeClientFeed");
  await tryExamples("setClientFeed");
});

/** Waits until the picture of the examples' date is drawn, which begins when the run has published. */
async function pictureDrawn(): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await sendExample(app, operationOf("getPicture"))).toMatchObject({ status: 200 });
    },
    { timeout: 120_000, interval: 200 },
  );
}

/** Returns a request of a session with a ticket that no one has used. */
async function newTicket(): Promise<{ body: string }> {
  const { body } = await sendExample(app, operationOf("createSignInTicket"));
  return { body: JSON.stringify({ ticket: Object(body)["ticket"] }) };
}

/** Begins a session, and returns its token. */
async function newSession(): Promise<string> {
  const { body } = await sendExample(app, operationOf("createSession"), await newTicket());
  return String(Object(body)["token"]);
}

/** Tries the operations of sessions, each with a ticket or a session of its own. */
async function trySessions(): Promise<void> {
  await tryExamples("createSignInTicket");
  await tryExamples("createSession", await newTicket());
  await tryExamples("endSession", { token: await newSession() });
}

/** Tries the operations of webhooks, with a receiver where one must answer. */
async function tryWebhooks(): Promise<void> {
  for (const id of ["addWebhook", "listWebhooks", "getWebhook", "rotateWebhookSecret"]) {
    await tryExamples(id);
  }
  const receiver = await WebhookReceiver.start();
  try {
    const example = { id: "there", url: `${receiver.origin}/there`, types: ["runs.started"] };
    expect((await sendExample(app, operationOf("addWebhook"), { example })).status).toBe(201);
    const webhook = "there";
    await tryExamples("testWebhook", { parameters: { webhook } });
    await tryExamples("listWebhookDeliveries", { parameters: { webhook } });
    await app.runBatch();
    const [, started] = await receiver.messages("/there", 2);
    const event = String(started?.headers["webhook-id"]);
    await tryExamples("replayWebhookDelivery", { parameters: { webhook, event } });
    await receiver.messages("/there", 3);
  } finally {
    await receiver.close();
  }
  await tryExamples("removeWebhook", { parameters: { webhook: "there" } });
}

/** Sends a fix of an hour ago, and waits until it is among the positions. */
async function showPositions(): Promise<void> {
  const now = { ...report("phone-1", 0), timestamp: new Date(Date.now() - 3_600_000).toISOString() };
  const [{ example }] = bodiesOf(operationOf("sendReports")) as [{ example: object }];
  await app.post({ ...example, ...now });
  await app.invoke("Store");
  await vi.waitFor(
    async () => {
      const { body } = await sendExample(app, operationOf("listPositions"));
      expect(JSON.stringify(body)).toContain(now.timestamp.slice(0, -1));
    },
    { interval: 200 },
  );
}

/** Returns the id of the live export of the first example, once it has ended. */
async function endedLiveExport(): Promise<string> {
  const start = operationOf("startLiveExport");
  const [example] = bodiesOf(start);
  const liveExport = String(Object((await sendExample(app, start, { example })).body).liveExport);
  const get = operationOf("getLiveExport");
  await vi.waitFor(
    async () => {
      const { body } = await sendExample(app, get, { parameters: { liveExport } });
      expect(body).toMatchObject({ status: "SUCCEEDED" });
    },
    { interval: 200 },
  );
  return liveExport;
}

it("redirects to the CSV that the document shows, with the row of its report", async () => {
  const download = operationOf("downloadCsv");
  const { headers } = await sendExample(app, download);
  const csv = await (await fetch(headers.get("location") ?? "")).text();
  const [header = "", row = ""] = String(answerExample(download, 200)).trimEnd().split("\n");
  // The moment of arrival is the last but two.
  const withoutArrival = (line: string): string => line.replace(/[^,]*(?=,[^,]*,[^,]*$)/, "");
  expect(csv.split("\n").map(withoutArrival)).toEqual(
    expect.arrayContaining([header, row].map(withoutArrival)),
  );
});

it("refuses as it says, in the words of its examples", async () => {
  await exportOfSeveralFiles(severalFiles.date);
  const large = { name: "large.csv", bytes: 200 * 1024 ** 2 };
  expect(await sendExample(app, operationOf("startUpload"), { example: large })).toMatchObject({
    status: 201,
  });
  const [ownRows, session] = [await keyOfOwnRows(), await newSession()];
  const refusedToken = ({ operationId, tags }: DescribedOperation): string => {
    if (operationId === "createSignInTicket") {
      return session;
    }
    return tags.includes("Exports") ? ownRows : "wrong";
  };
  const shown: string[] = [];
  for (const operation of operations.values()) {
    const { operationId: id, security } = operation;
    const refused: Record<number, Changes> = {
      ...refusals[id],
      ...(security.length > 0 && {
        401: { token: null },
        403: { token: refusedToken(operation) },
      }),
    };
    for (const status of Object.keys(operation.responses).map(Number)) {
      const changes = refused[status];
      if (status < 400 || changes === undefined) {
        continue;
      }
      // A request of the URL alone holds nothing without its query.
      const asked = id.endsWith("InUrl") && status === 400 ? { ...operation, parameters: [] } : operation;
      const [example] = bodiesOf(operation);
      const { status: answered, body } = await sendExample(app, asked, { example, ...changes });
      expect({ id, answered, body: withoutChance(body) }).toEqual({
        id,
        answered: status,
        body: withoutChance(answerExample(operation, status)),
      });
      shown.push(`${id} ${status}`);
    }
  }
  const described = [...operations.values()].flatMap(({ operationId, responses }) =>
    Object.keys(responses).flatMap((status) => (Number(status) < 400 ? [] : [`${operationId} ${status}`])),
  );
  // The local stage does not throttle, and its queue does not fail by itself; a second run is below, and
  // clients.spec.ts changes a client twice at once and gives it too many keys, webhooks.spec.ts likewise.
  const left = described.filter((each) => !shown.includes(each) && !/ (?:429|503)$/.test(each));
  expect(left).toEqual([
    "startRun 409",
    "downloadLiveExport 409",
    "changeClient 409",
    "addClientKey 409",
    "endClientKey 409",
    "returnRows 409",
    "removeClientFeed 409",
    "downloadFeedFile 409",
    "rotateWebhookSecret 409",
    "replayWebhookDelivery 409",
  ]);
});

it("refuses a second run beside one in progress, in the words of its example", async () => {
  const start = operationOf("startRun");
  await idle();
  const answers = [await sendExample(app, start, { example: {} }), await sendExample(app, start)];
  expect(answers.map(({ status }) => status)).toEqual([202, 409]);
  expect(withoutChance(answers[1]?.body)).toEqual(withoutChance(answerExample(start, 409)));
  await idle();
});

/** Returns the id of the last withdrawal of the client of the examples. */
async function newestWithdrawal(): Promise<string> {
  const { body } = await sendExample(app, operationOf("listWithdrawals"));
  const [{ id } = { id: "" }] = withdrawalListSchema.parse(body).withdrawals;
  return id;
}

/** Adds a client that may read its own rows alone, and returns its key. */
async function keyOfOwnRows(): Promise<string> {
  const example = { id: "own-rows", name: "Own rows", rights: ["exports:read"], exportRows: "own" };
  return Object(await sendExample(app, operationOf("addClient"), { example })).body.key;
}

async function exportOfSeveralFiles(date: string): Promise<void> {
  const sha256 = "0".repeat(64);
  const file = { key: "exports/none.csv", name: "none.csv", rows: 0, bytes: 1, sha256 };
  const exported = {
    date,
    timeZone: "Asia/Tokyo",
    version: 1,
    run: "api-0000000000000000",
    rows: 0,
    conflicts: 0,
    bytes: 2,
    checksum: `sha256:${sha256}`,
    schemaVersion: 1,
    createdAt: "2001-01-03T00:00:00.000Z",
    files: [file, file],
  };
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("downloadsBucket"),
      Key: `exports/dt=${date}/run=${exported.run}/version=1/export.json`,
      Body: JSON.stringify(exported),
    }),
  );
}
