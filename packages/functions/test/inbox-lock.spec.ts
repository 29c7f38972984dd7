import { DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeEach, expect, test } from "vitest";
import { preconditionFailed } from "./conditional-writes.ts";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: plan } = await import("../src/plan.ts");
const { handler: conclude } = await import("../src/conclude.ts");
const { handler: release } = await import("../src/release.ts");
const { handler: compare } = await import("../src/compare.ts");
const { handler: repair } = await import("../src/repair.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

const date = "2026-11-21";

/** Starts an execution, as far as its first state. */
function begin(name: string) {
  stage.executions.set(`arn:${name}`, "RUNNING");
  return plan({
    executionArn: `arn:${name}`,
    executionName: name,
    startTime: "2026-11-22T00:15:00.000Z",
    input: { date },
  });
}

function end(name: string, { room = 30 } = {}) {
  return conclude({ run: name, executionArn: `arn:${name}`, room });
}

function pending(): Promise<string[]> {
  return stage.keys("lake", "pending/");
}

/** Deletes the markers of the date, as `publish` does once its export is there. */
async function exported(): Promise<void> {
  const Objects = (await pending()).map((Key) => ({ Key }));
  await stage.s3.send(new DeleteObjectsCommand({ Bucket: "lake", Delete: { Objects } }));
}

const planned = (run: string) => ({ result: "planned", run, date, drain: true });
const alreadyRunning = (name: string) => ({ result: "already_running", runningExecution: `arn:${name}` });

test("a run takes the inbox, and another one leaves its request to it", async () => {
  expect(await begin("first")).toEqual(planned("first"));
  expect(await begin("second")).toEqual(alreadyRunning("first"));
  expect(await pending()).toEqual(
    ["first", "second"].map((name) => `pending/dt=${date}/request-${name}.json`),
  );
  expect(await end("first")).toEqual({ result: "pending", dates: [date] });
  await exported();
  expect(await end("first")).toEqual({ result: "closed", dates: [] });
});

test("a first state that is repeated has the inbox already", async () => {
  expect(await begin("first")).toEqual(planned("first"));
  expect(await begin("first")).toEqual(planned("first"));
});

test("of runs that begin at the same time, exactly one takes the inbox, whether it is new, free or abandoned", async () => {
  const race = async (kind: string) => {
    const names = Array.from({ length: 8 }, (_, index) => `${kind}-${index}`);
    const plans = await Promise.all(names.map(begin));
    const [winner, ...others] = plans.flatMap((each) => (each.result === "planned" ? [each.run] : []));
    expect(others).toEqual([]);
    expect(plans.filter((each) => each.result === "already_running")).toEqual(
      Array.from({ length: 7 }, () => alreadyRunning(winner ?? "")),
    );
    return winner ?? "";
  };
  const first = await race("new");
  await exported();
  await end(first);
  const second = await race("free");
  stage.executions.set(`arn:${second}`, "ABORTED");
  expect(await race("left-behind")).toMatch(/^left-behind-/);
});

test("a run takes the inbox over from one that was stopped or timed out, and from none that runs", async () => {
  for (const status of ["ABORTED", "TIMED_OUT", "FAILED"]) {
    await begin(`before ${status}`);
    expect(await begin(`beside ${status}`)).toEqual(alreadyRunning(`before ${status}`));
    stage.executions.set(`arn:before ${status}`, status);
    expect(await begin(`after ${status}`)).toMatchObject({ result: "planned" });
    await release({ executionArn: `arn:after ${status}` });
  }
});

test("an execution that Step Functions does not know yet has the inbox, and one that it has forgotten has not", async () => {
  await begin("new");
  stage.executions.delete("arn:new");
  expect(await begin("second")).toEqual(alreadyRunning("new"));
  const since = new Date(Date.now() - 16 * 60_000).toISOString();
  await stage.write("lake", "locks/daily-batch.json", JSON.stringify({ holder: "arn:forgotten", since }));
  expect(await begin("second")).toEqual(planned("second"));
});

test("a run that fails releases the inbox, and no inbox but its own", async () => {
  await begin("first");
  await release({ executionArn: "arn:second" });
  expect(await begin("second")).toEqual(alreadyRunning("first"));
  await release({ executionArn: "arn:first" });
  expect(await begin("second")).toEqual(planned("second"));
});

test("a request that comes before the release is seen by the run, and one that comes after has the inbox", async () => {
  await begin("first");
  await exported();
  let answered: unknown;
  stage.intercept(async ({ method, path }) => {
    if (method === "PUT" && path.includes("locks/") && answered === undefined) {
      answered = "asking";
      answered = await begin("second");
    }
    return "pass";
  });
  expect(await end("first")).toEqual({ result: "pending", dates: [date] });
  expect(answered).toEqual(alreadyRunning("first"));
  await exported();
  expect(await end("first")).toEqual({ result: "closed", dates: [] });
  stage.intercept();
  expect(await begin("third")).toEqual(planned("third"));
});

test("what arrives between the release and the last look belongs to the run that has taken the inbox in between", async () => {
  await begin("first");
  await exported();
  let listings = 0;
  const begun: unknown[] = [];
  stage.intercept(async ({ method, path }) => {
    if (method === "GET" && path.includes("pending")) {
      listings += 1;
      if (listings === 2) {
        begun.push(await begin("second"));
      }
    }
    return "pass";
  });
  expect(await end("first")).toEqual({ result: "closed", dates: [] });
  expect(begun).toEqual([planned("second")]);
  expect(await end("second")).toEqual({ result: "pending", dates: [date] });
});

test("a run that has exported all that it may closes, and names what it leaves", async () => {
  await begin("first");
  expect(await end("first", { room: 0 })).toEqual({ result: "closed", dates: [date] });
  expect(await begin("second")).toEqual(planned("second"));
});

test("a conclusion that is repeated after its release takes the inbox again for what is pending", async () => {
  await begin("first");
  await exported();
  await end("first");
  await stage.write("lake", `pending/dt=${date}/a.json`, "{}");
  expect(await end("first")).toEqual({ result: "pending", dates: [date] });
  expect(await begin("second")).toEqual(alreadyRunning("first"));
});

test("a lock is requested again if S3 could not decide its condition", async () => {
  let conflicts = 2;
  stage.intercept(async ({ method, path }) => {
    if (method !== "PUT" || !path.includes("locks/") || conflicts === 0) {
      return "pass";
    }
    conflicts -= 1;
    const body = preconditionFailed.body.replace("PreconditionFailed", "ConditionalRequestConflict");
    return { ...preconditionFailed, status: 409, body };
  });
  expect(await begin("first")).toEqual(planned("first"));
  expect(conflicts).toBe(0);
});

function look() {
  return compare({ step: "begin", name: "weekly", input: {}, days: 38, countedDays: 8 });
}

function compareAll(inbox: string | null) {
  const nothing = { total: 0, rows: [] };
  const [from, to] = [date, date];
  const table = { schema: "lake", table: "locations", daysTable: "days" };
  const found = { repair: false, repaired: false, partitions: nothing, counts: nothing };
  return compare({
    step: "compare",
    name: "weekly",
    from,
    to,
    countFrom: from,
    inbox,
    table,
    recordDays: 88,
    ...found,
  });
}

function repairWith(inbox: string | null) {
  const plan = { statements: ["ALTER …"], requests: [date], removals: [] };
  return repair({ step: "repair", name: "weekly", executionArn: "arn:weekly", inbox, plan });
}

test("a comparison waits for a run, and begins again if one was at work meanwhile", async () => {
  await begin("first");
  expect(await look()).toEqual({ result: "busy", holder: "arn:first" });
  await exported();
  await end("first");
  const ready = await look();
  const inbox = ready.result === "ready" ? ready.inbox : "";
  expect(ready).toMatchObject({ result: "ready", repair: false });
  expect(await compareAll(inbox)).toEqual({ result: "compared", findings: 0, repaired: 0 });
  await begin("second");
  expect(await compareAll(inbox)).toEqual({ result: "again" });
  await exported();
  await end("second");
  expect(await compareAll(inbox)).toEqual({ result: "again" });
});

test("a repair touches nothing if a run was at work since the comparison, and no run begins beside it", async () => {
  await begin("first");
  await exported();
  await end("first");
  const ready = await look();
  const inbox = ready.result === "ready" ? ready.inbox : "";
  await begin("second");
  await exported();
  expect(await repairWith(inbox)).toEqual({ result: "again" });
  await end("second");
  expect(await repairWith(inbox)).toEqual({ result: "again" });
  expect(await pending()).toEqual([]);
  const now = await look();
  stage.executions.set("arn:weekly", "RUNNING");
  const etag = now.result === "ready" ? now.inbox : "";
  expect(await repairWith(etag)).toEqual({ result: "ready", statements: ["ALTER …"] });
  // As Lambda's retry of a function that was killed after it had taken the inbox.
  expect(await repairWith(etag)).toEqual({ result: "ready", statements: ["ALTER …"] });
  expect(await pending()).toEqual([`pending/dt=${date}/request-reconcile-weekly.json`]);
  expect(await begin("third")).toEqual(alreadyRunning("weekly"));
  await repair({ step: "release", executionArn: "arn:weekly" });
  expect(await begin("third")).toEqual(planned("third"));
});

test("a comparison refuses counts of which the warehouse returned only the first page", async () => {
  const first = { total: 2, rows: [{ date, rows: 1, reports: 1 }] };
  await expect(
    compare({
      step: "compare",
      name: "weekly",
      from: date,
      to: date,
      countFrom: date,
      inbox: null,
      repair: false,
      repaired: false,
      partitions: { total: 0, rows: [] },
      counts: first,
      table: { schema: "lake", table: "locations", daysTable: "days" },
      recordDays: 88,
    }),
  ).rejects.toMatchObject({
    name: "InvalidInput",
    message: "The warehouse returned 1 of 2 counts on its first page: compare fewer dates",
  });
});
