import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { lockKey } from "@ashiato/core/run-keys";
import { uploadSchema } from "@ashiato/core/api/upload-schemas";
import { shownLiveExportSchema } from "@ashiato/core/api/live-export-schemas";
import { shownWithdrawalSchema } from "@ashiato/core/api/withdrawal-schemas";
import { type CompiledPolicy, compilePolicy } from "@ashiato/iam/compiled-policy";
import { readPolicy } from "@ashiato/iam/policy-document";
import { receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Role } from "../src/services/access.ts";
import { actAsClient, addPartner } from "./support/act-as-client.ts";
import { leaveGone, listen } from "./support/listen-to-all.ts";
import { LiveClient } from "./support/live-client.ts";
import { statementsOf, storeOldDate } from "./support/store-old-date.ts";
import { askWebhooks } from "./support/asked-webhooks.ts";
import { notAsked } from "./support/grants-not-asked.ts";
import { declaredGrants, NeededStatements } from "./support/needed-statements.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";
import { signInAndOut } from "./support/sign-in-and-out.ts";

const date = yesterdayInTokyo();
const needed = new NeededStatements();
let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start({ onDecision: needed.note });
});

afterAll(async () => {
  await app.stop();
});

function roleOf(component: string): Role {
  const plan = app.stage.plan.services.iam.roles.find(({ policies }) =>
    policies.some(({ name }) => name.startsWith(`${component}/`)),
  );
  const role = plan && app.stage.access.role(plan.arn);
  if (!role) {
    throw new Error(`The program declares no role ${component}`);
  }
  return role;
}

/** Puts another form of a role's policies in force while something runs. */
async function having<Result>(
  component: string,
  change: (policies: CompiledPolicy) => CompiledPolicy,
  run: () => Promise<Result>,
): Promise<Result> {
  const role = roleOf(component);
  app.stage.access.declareRole({ ...role, identity: change(role.identity) });
  try {
    return await run();
  } finally {
    app.stage.access.declareRole(role);
  }
}

/** Runs something without the statements of a role that allow an action. */
function without<Result>(component: string, action: string, run: () => Promise<Result>): Promise<Result> {
  return having(component, (policies) => policies.filter(({ matchesAction }) => !matchesAction(action)), run);
}

function fetchApi(path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${app.stage.tokens.download}`;
  return fetch(`${app.stage.endpoints.api}${path}`, {
    ...init,
    headers: { authorization, ...(init.body != null && { "content-type": "application/json" }) },
  });
}

/** Calls as a schedule does, by its role. */
async function asSchedule(component: string) {
  const schedule = app.stage.plan.services.scheduler.find(({ roleArn }) => roleArn === roleOf(component).arn);
  if (!schedule) {
    throw new Error(`No schedule has the role ${component}`);
  }
  const { credentials } = app.stage.access.assumeRole(schedule.roleArn, {
    service: "scheduler.amazonaws.com",
    sessionName: "schedule",
    sourceArn: schedule.arn,
  });
  const { region } = app.stage.plan;
  const { lambda: lambdaUrl, sfn: sfnUrl } = app.stage.endpoints;
  const lambda = new LambdaClient({ region, credentials, endpoint: lambdaUrl });
  const sfn = new SFNClient({ region, credentials, endpoint: sfnUrl });
  try {
    return schedule.targetArn.includes(":lambda:")
      ? await lambda.send(new InvokeCommand({ FunctionName: schedule.targetArn, Payload: "{}" }))
      : await sfn.send(new StartExecutionCommand({ stateMachineArn: schedule.targetArn, input: "{}" }));
  } finally {
    lambda.destroy();
    sfn.destroy();
  }
}

/** A report of a date between two ages at which a whole CSV is made. */
function earlier(deviceId: string, secondsOfDay: number) {
  const { timestamp, ...rest } = report(deviceId, secondsOfDay);
  return { ...rest, timestamp: new Date(Date.parse(timestamp) - 3 * 86_400_000).toISOString() };
}

/** Hears what was pushed of the nights, with a client's key as well, beside a connection that is gone. */
async function hearPushes(listener: LiveClient, key: string): Promise<void> {
  await listener.heard("positions");
  await listener.heard("event", ({ topic }) => topic === "exports");
  await listener.heard("run", ({ run }) => run.status === "SUCCEEDED");
  expect(await listener.ask({ action: "unsubscribe", topic: "runs" })).toMatchObject({ topic: "runs" });
  const byKey = await LiveClient.byKey(app, key);
  expect(await byKey.ask({ action: "subscribe", topic: "positions" })).toMatchObject({ type: "subscribed" });
  await byKey.heard("positions");
  await leaveGone(app, "positions");
  await app.post(report("pushed", 12));
  await app.invoke("Store");
  await byKey.heard("positions", ({ features }) =>
    features.some(({ properties }) => properties.deviceId === "pushed"),
  );
  const byTicket = await listen(app, key, ["exports"]);
  for (const { connection } of [listener, byKey, byTicket]) {
    await connection.close();
  }
}

it("runs nights with equal, conflicting and late reports, of phones and of a date to compact, under the declared roles", async () => {
  // Of a stage whose inbox no run has ever taken.
  expect(await app.invoke("Release", { executionArn: "arn:none" })).toEqual({ payload: null });
  await signInAndOut(app);
  // No run has said up to when exports are complete.
  expect((await fetchApi("/v1/status")).status).toBe(200);
  // Nothing has been merged yet, so this asks for a refresh.
  expect((await fetchApi("/v1/positions")).status).toBe(200);
  const listener = await listen(app, app.stage.tokens.download, ["exports", "runs", "intake", "positions"]);
  expect((await app.post({ locations: [report("a", 1), report("b", 2)] })).status).toBe(202);
  const many = Array.from({ length: 200 }, (_, second) => earlier("many", second));
  expect((await app.post({ locations: many })).status).toBe(202);
  await asSchedule("StoreScheduleRole");
  const conflicting = { ...report("c", 3), reportId: "8f0a4f0e-5f4b-4d54-8f5e-6f3b6b0a7c11" };
  await app.post(conflicting);
  await app.invoke("Store");
  await app.post({ ...conflicting, latitude: 1 });
  const phone = await fetch(
    `${app.stage.endpoints.api}/v1/locations/overland?token=${app.stage.tokens.ingest}`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        locations: [
          {
            type: "Feature",
            geometry: { type: "Point", coordinates: [139.7, 35.6] },
            properties: { device_id: "phone", timestamp: report("phone", 9).timestamp },
          },
          { type: "Feature", geometry: { type: "Point", coordinates: [139.7, 95] }, properties: {} },
        ],
      }),
    },
  );
  expect(phone.status).toBe(200);
  await app.invoke("Store");
  const old = await storeOldDate(app);
  const started = await fetchApi("/v1/runs", { method: "POST" });
  expect(started.status).toBe(202);
  const { run } = (await started.json()) as { run: string };
  // Its ledger is not there yet.
  expect((await fetchApi(`/v1/runs/${run}`)).status).toBe(200);
  const execution = await app.ended(
    app.output("dailyBatchArn").replace(":stateMachine:", ":execution:") + `:${run}`,
  );
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(await statementsOf(await fetchApi(`/v1/runs/${run}/steps`))).toContain(`compact staged ${old}`);
  // As a run leaves it that was stopped: the next one asks whether the holder still runs.
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("lakeBucket"),
      Key: lockKey,
      Body: JSON.stringify({ holder: execution.executionArn, since: new Date().toISOString() }),
    }),
  );
  await app.post({ locations: [earlier("many", 300), earlier("another", 300)] });
  const again = await asSchedule("DailyBatchScheduleRole");
  const night = await app.ended("executionArn" in again ? (again.executionArn ?? "") : "");
  expect(JSON.parse(night.output ?? "")).toMatchObject({
    supplements: [{ rows: 2 }],
    unchanged: [{ date, conflicts: 1 }],
  });
  const key = await addPartner(app);
  await actAsClient(app, key, [
    "/v1/stage",
    "/v1/status",
    "/v1/runs",
    "/v1/clients",
    `/v1/exports/${date}/csv`,
  ]);
  const set = { method: "PUT", body: JSON.stringify({ filter: { devices: ["a", "fed"] } }) };
  expect((await fetchApi("/v1/clients/partner/feeds/fed", set)).status).toBe(200);
  const unknown = { method: "POST", body: JSON.stringify({ feed: { client: "partner", feed: "none" } }) };
  expect((await fetchApi("/v1/runs", unknown)).status).toBe(404);
  await app.post(report("fed", 11));
  // The partner's report is still on the queue: the run takes it out of what it has just written.
  const withdraw = { method: "POST", body: JSON.stringify({ date }) };
  const asked = await fetchApi("/v1/clients/partner/withdrawals", withdraw);
  expect(asked.status).toBe(202);
  const { id } = shownWithdrawalSchema.parse(await asked.json());
  const fed = await app.runBatch({ date });
  // A feed is delivered for each date that is published, also for those of other reports here.
  expect(JSON.parse(fed.output ?? "")).toMatchObject({
    feeds: expect.arrayContaining([expect.objectContaining({ date, result: "delivered", rows: 2 })]),
  });
  await asSchedule("RefreshPositionsScheduleRole");
  await actAsClient(app, key, ["/v1/positions", "/v1/positions/fed"]);
  const live = await fetch(`${app.stage.endpoints.api}/v1/live/exports`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: "{}",
  });
  const { liveExport } = shownLiveExportSchema.parse(await live.json());
  const machine = app.output("dailyBatchArn").replace("DailyBatch", "LiveExport");
  const exported = await app.ended(`${machine.replace(":stateMachine:", ":execution:")}:${liveExport}`);
  expect(exported.status, exported.cause).toBe("SUCCEEDED");
  await actAsClient(app, key, [`/v1/live/exports/${liveExport}`, `/v1/live/exports/${liveExport}/csv`]);
  await actAsClient(app, key, [`/v1/feeds/fed/${date}`, `/v1/feeds/fed/${date}/file`]);
  const withdrawn = await fetchApi("/v1/clients/partner/withdrawals");
  expect(await withdrawn.json()).toMatchObject({ withdrawals: [{ id, state: "withdrawn", rows: 1 }] });
  const back = await fetchApi(`/v1/clients/partner/withdrawals/${id}`, { method: "DELETE" });
  expect(back.status).toBe(202);
  expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
  for (const path of [
    "/v1/clients",
    "/v1/clients/partner",
    "/v1/clients/partner/feeds",
    "/v1/usage",
    "/v1/caller",
    "/v1/audit",
  ]) {
    expect((await fetchApi(path)).status, path).toBe(200);
  }
  for (const path of ["/v1/runs", `/v1/runs/${run}`, "/v1/exports", `/v1/exports/${date}`]) {
    expect((await fetchApi(path)).status, path).toBe(200);
  }
  expect((await fetchApi(`/v1/exports/${date}/csv`)).status).toBe(200);
  await hearPushes(listener, key);
});

it("adds webhooks, and posts events to one that fails and is gone, under the declared roles", async () => {
  expect(await askWebhooks(app, fetchApi)).toEqual({ gone: 2, there: 3 });
  const added = await fetchApi("/v1/clients/partner/keys", { method: "POST" });
  await actAsClient(app, String(Object(await added.json())["key"]), ["/v1/webhooks"]);
});

it("compares what is stored, and repairs the catalog and the exports, under the declared roles", async () => {
  const weekly = await asSchedule("ReconcileScheduleRole");
  const compared = await app.ended("executionArn" in weekly ? (weekly.executionArn ?? "") : "");
  expect(compared.status, compared.cause).toBe("SUCCEEDED");
  const ask = (body: object): Promise<Response> =>
    fetch(`${app.stage.endpoints.api}/v1/reconciliations`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${app.stage.tokens.download}`,
        "content-type": "application/json",
      },
    });
  const [day = ""] = (await app.keys("lakeBucket", "store/")).map((key) => key.slice("store/dt=".length, 19));
  const exported = await app.keys("downloadsBucket", `exports/dt=${day}/`);
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("downloadsBucket"),
      Key: `exports/dt=${date}/run=killed/version=1/attempt=0/a.csv`,
      Body: "half",
    }),
  );
  await app.s3.send(
    new DeleteObjectCommand({
      Bucket: app.output("downloadsBucket"),
      Key: exported.find((key) => key.endsWith("_000.csv")),
    }),
  );
  const empty = "2001-01-01";
  const location = `s3://${app.output("lakeBucket")}/store/dt=${empty}/`;
  await app.redshift.send(
    new ExecuteStatementCommand({
      WorkgroupName: app.output("workgroupName"),
      Database: app.output("database"),
      SecretArn: app.output("warehouseSecretArn"),
      Sql: `ALTER TABLE lake.locations ADD PARTITION (dt='${empty}') LOCATION '${location}'`,
    }),
  );
  for (const [repaired, range] of [
    [2, { from: day }],
    [1, { from: empty, to: empty }],
  ] as const) {
    const started = await ask({ ...range, repair: true });
    expect(started.status).toBe(202);
    const { reconciliation } = (await started.json()) as { reconciliation: string };
    // It still runs, and says in which phase it is.
    expect((await fetchApi(`/v1/reconciliations/${reconciliation}`)).status).toBe(200);
    const arn = app.output("dailyBatchArn").replace("DailyBatch", "Reconcile");
    const ended = await app.ended(`${arn.replace(":stateMachine:", ":execution:")}:${reconciliation}`);
    expect(JSON.parse(ended.output ?? "")).toMatchObject({ result: "compared", repaired });
    expect((await fetchApi("/v1/reconciliations/latest")).status).toBe(200);
  }
});

/** Returns the statuses of the files that were dropped, once this many have ended. */
function fileStatuses(count: number): Promise<unknown[]> {
  return vi.waitFor(
    async () => {
      const keys = (await app.keys("lakeBucket", "intake/")).filter((key) => parseReceiptKey(key));
      const receipts = await Promise.all(
        keys.map(async (key) => receiptSchema.parse(JSON.parse(await app.read("lakeBucket", key)))),
      );
      const ended = receipts.filter(({ endedAt }) => endedAt !== null);
      expect(ended).toHaveLength(count);
      return ended.map(({ status }) => status).toSorted();
    },
    { interval: 100 },
  );
}

it("takes in a file with a row that is rejected, and fails one, under the declared roles", async () => {
  const Bucket = app.output("inboxBucket");
  const row = `a,${report("a", 1).timestamp},35,139`;
  const Body = `device_id,recorded_at,latitude,longitude\n${row}\na,never,35,139\n`;
  await app.s3.send(new PutObjectCommand({ Bucket, Key: "partner/good.csv", Body }));
  await app.s3.send(new PutObjectCommand({ Bucket, Key: "partner/empty.csv", Body: "", ContentLength: 0 }));
  expect(await fileStatuses(2)).toEqual(["failed", "registered"]);
  // Of contents that were registered it asks whether rows of the client were withdrawn since.
  await app.s3.send(new PutObjectCommand({ Bucket, Key: "partner/copy.csv", Body }));
  expect(await fileStatuses(3)).toEqual(["failed", "registered", "same"]);
});

it("takes a file in parts and one of one PUT by the API, under the declared roles", async () => {
  const ask = async (method: string, route: string, body?: object) => {
    const answer = await fetch(new URL(route, app.stage.endpoints.api), {
      method,
      headers: { authorization: `Bearer ${app.stage.tokens.ingest}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return uploadSchema.parse(await answer.json());
  };
  const large = await ask("POST", "/v1/uploads", { name: "large.csv", bytes: 200 * 1024 ** 2 });
  expect(large.parts).toHaveLength(4);
  const small = await ask("POST", "/v1/uploads", { name: "small.csv", bytes: 1 });
  const { "content-length": _, ...headers } = small.put?.headers ?? {};
  expect(await fetch(small.put?.url ?? "", { method: "PUT", headers, body: "?" })).toMatchObject({
    status: 200,
  });
  await vi.waitFor(
    async () => expect(await ask("GET", `/v1/uploads/${small.upload}`)).toMatchObject({ status: "failed" }),
    { interval: 100 },
  );
});

it("invokes no function for the API without the permission of its route or authorizer", async () => {
  const [route] = app.stage.plan.services.httpApi[0]?.routes ?? [];
  const { policies } = app.stage.plan.services.lambda;
  expect(policies.length).toBeGreaterThan(10);
  const receive = app.stage.plan.services.lambda.functions.find(({ component }) => component === "Receive");
  expect(route && receive).toBeDefined();
  const arn = receive?.arn ?? "";
  const own = policies.filter(({ resourceArn }) => resourceArn === arn);
  app.stage.access.declareResourcePolicy(arn, { resource: [], resourceRule: "may" });
  expect((await app.post(report("a", 1))).status).toBe(500);
  app.stage.access.declareResourcePolicy(arn, {
    resource: own.flatMap(({ name, policy }) => compilePolicy(name, policy, "resource")),
    resourceRule: "may",
  });
  expect((await app.post(report("a", 1))).status).toBe(202);
});

it("takes no report without sqs:SendMessage, and drains none without sqs:ReceiveMessage", async () => {
  const refused = await without("ReceiveRole", "sqs:SendMessage", () => app.post(report("a", 1)));
  expect(refused.status).toBe(503);
  const drained = await without("StoreRole", "sqs:ReceiveMessage", () => app.invoke("Store"));
  expect(drained).toMatchObject({
    functionError: "Unhandled",
    payload: {
      errorMessage: expect.stringContaining("not authorized to perform: sqs:ReceiveMessage") as string,
    },
  });
});

it("signs links that open nothing without s3:GetObject", async () => {
  const answer = await without("ExportsRole", "s3:GetObject", async () => {
    const link = await fetchApi(`/v1/exports/${date}/csv`, { redirect: "manual" });
    return link.status === 302 ? fetch(link.headers.get("location") ?? "") : link;
  });
  expect([403, 500]).toContain(answer.status);
});

it("fails the night at its first look at a statement if only the statement's own session may look", async () => {
  const policy = app.stage.plan.services.iam.roles
    .flatMap(({ policies }) => policies)
    .find(({ name }) => name.startsWith("DailyBatchRole/"))?.policy;
  const Statement = readPolicy(policy, "identity").map((statement) =>
    statement.Action?.includes("redshift-data:DescribeStatement")
      ? {
          ...statement,
          Condition: { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
        }
      : statement,
  );
  const execution = await having(
    "DailyBatchRole",
    () => compilePolicy("owner", { Statement }, "identity"),
    () => app.runBatch(),
  );
  expect(execution).toMatchObject({ status: "FAILED", error: "RedshiftData.AccessDeniedException" });
  expect(execution.cause).toContain("not authorized to perform: redshift-data:DescribeStatement");
});

it("exports nothing if the warehouse may not write", async () => {
  const execution = await without("WarehouseRole", "s3:PutObject", () => app.runBatch());
  expect(execution.status).toBe("FAILED");
  expect(execution.cause).toContain("not authorized to perform: s3:PutObject");
});

it("shows the children of a night that failed", async () => {
  const Key = `work/${date.replaceAll("-", "/")}/damaged.csv.gz`;
  await app.s3.send(new PutObjectCommand({ Bucket: app.output("lakeBucket"), Key, Body: "not gzip" }));
  const { name = "", status } = await app.runBatch({ date, drain: false });
  expect(status).toBe("FAILED");
  const steps = await fetchApi(`/v1/runs/${name}/steps`);
  expect(await steps.text()).toContain(Key);
});

// The last: by now requests of nights that succeed and of nights that fail have been seen.
it("needs every action that a role is allowed, but for those that it lists with a reason", () => {
  const missing = declaredGrants(app.stage.plan).filter((grant) => !needed.has(grant));
  const unexplained = missing.filter((grant) => !notAsked.some(([pattern]) => pattern.test(grant)));
  expect(unexplained).toEqual([]);
  const outdated = notAsked.filter(([pattern]) => !missing.some((grant) => pattern.test(grant)));
  expect(outdated).toEqual([]);
});
