// What became of each state of a run, over the API.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type RunSteps, runStepsSchema } from "@ashiato/core/api/step-schemas";
import { unloadPrefix } from "@ashiato/core/export-keys";
import { afterAll, beforeAll, expect, it } from "vitest";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();
let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start();
}, 300_000);

afterAll(() => app?.stop());

async function ask(path: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/runs/${path}`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  return { status: answer.status, body: await answer.json() };
}

async function stepsOf(run: string, query = ""): Promise<RunSteps> {
  const { status, body } = await ask(`${run}/steps${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return runStepsSchema.parse(body);
}

function stateOf({ states }: RunSteps, name: string): RunSteps["states"][number] {
  const found = states.find((state) => state.name === name);
  if (found === undefined) {
    throw new Error(`The steps have no state ${name}`);
  }
  return found;
}

it("shows the whole graph of a run that succeeded, with its maps and its statements", async () => {
  await app.post({ locations: [report("a", 1), report("b", 2)] });
  const { name = "" } = await app.runBatch({ date });
  const steps = await stepsOf(name);
  expect(steps).toMatchObject({ run: name, status: "SUCCEEDED", history: { whole: true } });
  const plan = stateOf(steps, "Plan");
  expect(plan).toMatchObject({
    type: "Task",
    starts: true,
    phase: "plan",
    status: "succeeded",
    visits: { entered: 1, succeeded: 1 },
    attempts: 1,
    errors: [],
  });
  expect(plan.edges).toEqual([
    { to: "AlreadyRunning?", by: "next" },
    { to: "Release", by: "catch" },
  ]);
  expect(Date.parse(plan.lastExitedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(plan.firstEnteredAt ?? "-"));
  expect(stateOf(steps, "AlreadyRunning")).toMatchObject({ status: "skipped", ends: true, attempts: 0 });
  expect(stateOf(steps, "Exports")).toMatchObject({
    map: "inline",
    status: "succeeded",
    iterations: { started: 1, succeeded: 1, failed: 0, aborted: 0 },
  });
  expect(stateOf(steps, "Publish")).toMatchObject({ within: "Exports", status: "succeeded", ends: true });
  expect(stateOf(steps, "Supplement")).toMatchObject({ within: "Exports", status: "skipped" });
  expect(stateOf(steps, "Distribute")).toMatchObject({ map: "distributed", status: "succeeded" });
  expect(stateOf(steps, "DistributeBatch")).toMatchObject({ within: "Distribute", status: "succeeded" });
  expect(steps.mapRuns).toMatchObject([
    {
      state: "Distribute",
      status: "SUCCEEDED",
      items: { total: 1, done: 1, failed: 0 },
      children: { total: 1, done: 1 },
      failedChildren: [],
    },
  ]);
  const everyEdge = steps.states.flatMap(({ edges }) => edges.map(({ to }) => to));
  expect(everyEdge.filter((to) => !steps.states.some((state) => state.name === to))).toEqual([]);
  const unload = steps.statements.find((statement) => statement.name === `${name} unload ${date}`);
  expect(unload).toMatchObject({ status: "FINISHED" });
  expect(unload?.seconds).toBeGreaterThan(0);
  expect(unload?.parts.map(({ sql = "", status }) => `${sql.slice(0, 6)} ${status}`)).toEqual([
    "CREATE FINISHED",
    "UNLOAD FINISHED",
    "UNLOAD FINISHED",
    "SELECT FINISHED",
  ]);
  const bare = await stepsOf("latest", "?sql=false");
  expect(bare.statements.map(({ id }) => id)).toEqual(steps.statements.map(({ id }) => id));
  expect(JSON.stringify(bare)).not.toContain("UNLOAD (");
});

it("shows which statement failed, of which date, and how the run went on", async () => {
  await app.post(report("c", 3));
  const run = "blocked-steps";
  const Key = `${unloadPrefix({ date, run, version: 2, attempt: 0 })}000.csv`;
  const Bucket = app.output("downloadsBucket");
  await app.s3.send(new PutObjectCommand({ Bucket, Key, Body: "in the way" }));
  const ended = await app.ended(await app.startBatch({ date }, run));
  expect(ended.status).toBe("FAILED");
  const steps = await stepsOf(run);
  expect(stateOf(steps, "Exports")).toMatchObject({
    status: "caught",
    iterations: { started: 1, succeeded: 0, failed: 1 },
  });
  expect(stateOf(steps, "UnloadFailed")).toMatchObject({ status: "failed", visits: { failed: 1 } });
  expect(stateOf(steps, "Unload")).toMatchObject({ status: "succeeded" });
  expect(stateOf(steps, "Publish")).toMatchObject({ status: "skipped" });
  expect(stateOf(steps, "Release")).toMatchObject({ status: "succeeded" });
  expect(stateOf(steps, "Failed")).toMatchObject({ status: "failed" });
  const statement = steps.statements.find(({ name }) => name === `${run} unload ${date}`);
  expect(statement).toMatchObject({ status: "FAILED" });
  expect(statement?.error).toContain("not empty");
});

it("names the children that failed, why, and the objects that they had", async () => {
  const Bucket = app.output("lakeBucket");
  const Key = `work/${date.replaceAll("-", "/")}/damaged.csv.gz`;
  await app.s3.send(new PutObjectCommand({ Bucket, Key, Body: "not gzip" }));
  const { name = "", status } = await app.runBatch({ date });
  expect(status).toBe("FAILED");
  const steps = await stepsOf(name);
  const [map] = steps.mapRuns;
  expect(map).toMatchObject({ state: "Distribute", children: { failed: 1 } });
  expect(map?.failedChildren).toEqual([
    expect.objectContaining({ status: "FAILED", objects: expect.arrayContaining([Key]) as string[] }),
  ]);
  expect(map?.failedChildren[0]?.cause).toContain(Key);
  expect(stateOf(steps, "Summarize")).toMatchObject({ status: "caught" });
  expect(stateOf(steps, "Summarize").errors).toEqual([expect.objectContaining({ error: "MapRunFailed" })]);
});

it("answers 404 for an unknown run, and 400 for another value than true or false", async () => {
  expect(await ask("api-0000000000000000/steps")).toMatchObject({ status: 404 });
  expect(await ask("latest/steps?sql=yes")).toMatchObject({
    status: 400,
    body: { error: { message: 'sql must be true or false, got "yes"' } },
  });
});
