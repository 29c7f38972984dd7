import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  ResourceNotFoundException,
  StartLiveTailCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { runScript } from "./support/run-script.ts";
import { report, RunningStage } from "./support/running-stage.ts";

const clock = new SimulatedClock(Date.now());
let running: RunningStage;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-logs-"));
  running = await RunningStage.start({ clock });
}, 300_000);

afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

function groupOf(component: string): string {
  const { functions } = running.stage.plan.services.lambda;
  return functions.find((each) => each.component === component)?.logGroup ?? "";
}

/** The access log of the API, once it has so many lines. */
async function accessLog(lines: number): Promise<Record<string, unknown>[]> {
  const { logGroups = [] } = await running.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/vendedlogs/apis/" }),
  );
  return vi.waitFor(async () => {
    const { events = [] } = await running.logs.send(
      new FilterLogEventsCommand({ logGroupName: logGroups[0]?.logGroupName }),
    );
    expect(events.length).toBeGreaterThanOrEqual(lines);
    return events.map(({ message = "" }) => readAccessLine(message));
  });
}

/** SST's format has most variables in two pairs of quotes. */
function readAccessLine(line: string): Record<string, string> {
  const fields = Object.entries(JSON.parse(line) as Record<string, string>);
  return Object.fromEntries(fields.map(([name, value]) => [name, value.replaceAll(/^"|"$/g, "")]));
}

it("has the declared log groups with their retention, as AWS has them", async () => {
  const { logGroups } = await running.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: groupOf("Store") }),
  );
  expect(logGroups).toMatchObject([
    {
      logGroupName: groupOf("Store"),
      retentionInDays: 30,
      arn: `arn:aws:logs:${running.stage.plan.region}:000000000000:log-group:${groupOf("Store")}:*`,
    },
  ]);
});

it("has what a function logs in a stream of its environment, and finds it by filter patterns", async () => {
  expect((await running.post(report("phone", 0))).status).toBe(202);
  await running.invoke("Store");
  const logGroupName = groupOf("Store");
  await vi.waitFor(async () => expect((await running.functionLog("Store")).at(-1)).toMatch(/^REPORT /));
  const { logStreams = [] } = await running.logs.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
  );
  const logStreamName = logStreams[0]?.logStreamName ?? "";
  expect(logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  const { events = [] } = await running.logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
  );
  expect(events.at(0)?.message).toMatch(/^START RequestId: /);
  expect(events.at(-2)?.message).toMatch(/^END RequestId: /);
  expect(events.at(-1)?.message).toContain("Memory Size: 1769 MB");
  const counted = await running.logs.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: "{ $.reports = 1 && $.service = store }" }),
  );
  expect(counted.events).toHaveLength(1);
  const terms = await running.logs.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: "?START ?END" }),
  );
  expect(terms.events).toHaveLength(2);
});

it("goes through a log page by page, both ways", async () => {
  const logGroupName = groupOf("Plan");
  const logStreamName = "by-hand";
  await running.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const start = Date.now() - 10_000;
  const logEvents = Array.from({ length: 25 }, (_, index) => ({
    timestamp: start + index,
    message: `line ${index}`,
  }));
  await running.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));

  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await running.logs.send(
      new FilterLogEventsCommand({ logGroupName, logStreamNames: [logStreamName], limit: 10, nextToken }),
    );
    found.push(...(page.events ?? []).map(({ message = "" }) => message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(found).toEqual(logEvents.map(({ message }) => message));

  const asked = { logGroupName, logStreamName, limit: 10 };
  const messages = ({ events = [] }: { events?: { message?: string | undefined }[] | undefined }) =>
    events.map(({ message }) => message);
  const newest = await running.logs.send(new GetLogEventsCommand(asked));
  expect(messages(newest)).toEqual(logEvents.slice(15).map(({ message }) => message));
  const older = await running.logs.send(
    new GetLogEventsCommand({ ...asked, nextToken: newest.nextBackwardToken }),
  );
  expect(messages(older)).toEqual(logEvents.slice(5, 15).map(({ message }) => message));
  const again = await running.logs.send(
    new GetLogEventsCommand({ ...asked, nextToken: older.nextForwardToken }),
  );
  expect(messages(again)).toEqual(messages(newest));
  const end = await running.logs.send(
    new GetLogEventsCommand({ ...asked, nextToken: again.nextForwardToken }),
  );
  expect(messages(end)).toEqual([]);
  expect(end.nextForwardToken).toBe(again.nextForwardToken);
});

it("has each request of the API in its access log", async () => {
  const before = (await accessLog(0)).length;
  const headers = { "user-agent": "a phone", authorization: `Bearer ${running.stage.tokens.ingest}` };
  await fetch(`${running.stage.endpoints.api}/v1/stage`, { headers });
  await fetch(`${running.stage.endpoints.api}/v1/locations`, { method: "POST" });
  await fetch(`${running.stage.endpoints.api}/nowhere`);
  const lines = (await accessLog(before + 3)).slice(before);
  expect(lines).toMatchObject([
    {
      httpMethod: "GET",
      path: "/v1/stage",
      routeKey: "GET /v1/stage",
      status: "200",
      userAgent: "a phone",
      integrationStatus: "200",
      responseLatency: expect.stringMatching(/^\d+$/),
      ip: "127.0.0.1",
    },
    { httpMethod: "POST", routeKey: "POST /v1/locations", status: "401", integrationStatus: "-" },
    { path: "/nowhere", routeKey: "-", status: "404" },
  ]);
});

it("refuses by name what it does not have", async () => {
  const absent = new FilterLogEventsCommand({ logGroupName: "/aws/lambda/absent" });
  await expect(running.logs.send(absent)).rejects.toBeInstanceOf(ResourceNotFoundException);
  const tail = new StartLiveTailCommand({ logGroupIdentifiers: [groupOf("Store")] });
  await expect(running.logs.send(tail)).rejects.toThrow(/StartLiveTail is not supported/);
  const spaced = new FilterLogEventsCommand({ logGroupName: groupOf("Store"), filterPattern: "[a, b]" });
  await expect(running.logs.send(spaced)).rejects.toMatchObject({ name: "InvalidParameterException" });
});

it("is read by a person in the stage's zone, and names what logs", async () => {
  const ashiato = (...words: string[]) =>
    runScript("ashiato.ts", ["logs", ...words, "--directory", running.directory], folder);
  const store = await ashiato("store", "--filter", "{ $.reports = 1 }");
  expect(store).toMatchObject({ code: 0, err: "" });
  expect(store.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+09:00 {2}Store {2}METRIC store .*reports=1/m);
  const all = await ashiato("--json", "--since", "1h");
  const sources = all.out
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { source: string }).source);
  // What tells of the run logs when it comes to it.
  const tellers = new Set(["Announce", "SpreadEvents", "WebhooksFanOut"]);
  expect(new Set(sources.filter((source) => !tellers.has(source)))).toEqual(
    new Set(["Api", "Authorize", "IdentifyStage", "Plan", "Receive", "Store"]),
  );
  const unknown = await ashiato("Stor");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain(
    "Nothing named Stor writes a log. Did you mean Store? There are Announce, Api, Authorize,",
  );
  expect(await ashiato("Store", "--since", "yesterday")).toMatchObject({ code: 2 });
});

describe.skipIf(!canRun("aws", "--version"))("Debian's AWS CLI", () => {
  const environment = () => ({
    PATH: `${debianPrograms}:/bin`,
    HOME: folder,
    PYTHONUNBUFFERED: "1",
    ...running.stage.environment,
  });
  const words = (...own: string[]) => [
    "--endpoint-url",
    running.stage.environment["AWS_ENDPOINT_URL"] ?? "",
    "logs",
    "tail",
    groupOf("Store"),
    ...own,
  ];

  it("tails a function's log, and follows it", async () => {
    const tail = spawn("aws", words("--since", "10m", "--follow"), { env: environment() });
    let out = "";
    tail.stdout.on("data", (data: Buffer) => {
      out += data.toString();
    });
    const reports = () => out.split("REPORT RequestId").length - 1;
    await vi.waitFor(() => expect(reports()).toBe(1));
    await running.invoke("Store");
    await vi.waitFor(() => expect(reports()).toBe(2));
    const ended = once(tail, "close");
    tail.kill("SIGINT");
    await ended;
  });
});

it("has what failed of a run in the log of the state machine, at the declared level", async () => {
  const execution = await running.runBatch({ date: "no date" });
  expect(execution.status).toBe("FAILED");
  const out = await vi.waitFor(async () => {
    const words = ["logs", "DailyBatch", "--json", "--directory", running.directory];
    const found = await runScript("ashiato.ts", words, folder);
    expect(found.out).toContain("ExecutionFailed");
    return found.out;
  });
  const types = [...out.matchAll(/\\"type\\":\\"(\w+)\\"/g)].map(([, type]) => type);
  expect(types.at(-1)).toBe("ExecutionFailed");
  expect(types.every((type) => /(?:Failed|FailStateEntered)$/.test(type ?? ""))).toBe(true);
  expect(out).toContain(execution.executionArn);
});

it("drops events once the retention of their group is over, by the stage's clock", async () => {
  expect((await running.functionLog("Store")).length).toBeGreaterThan(0);
  await clock.advance(31 * 86_400_000);
  expect(await running.functionLog("Store")).toEqual([]);
});
