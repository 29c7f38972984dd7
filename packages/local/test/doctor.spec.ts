import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  DeleteBucketLifecycleCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteWorkgroupCommand,
  RedshiftServerlessClient,
  UpdateWorkgroupCommand,
} from "@aws-sdk/client-redshift-serverless";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { DescribeStateMachineCommand, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Outcome, runScript } from "./support/run-script.ts";
import { credentialsOf, report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

type Finding = { green: boolean; saw: string; todo?: string };
type Check = { name: string; result: "green" | "red" | "not-local"; findings?: Finding[]; reason?: string };
type Diagnosis = { green: boolean; checks: Check[] };

let app: RunningStage;
/** Of the stage as it was started. */
let found: Diagnosis;

beforeAll(async () => {
  app = await RunningStage.start();
}, 300_000);

afterAll(async () => {
  await app?.stop();
});

function run(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", ["doctor", "--directory", app.directory, ...words], app.directory);
}

async function diagnosis(...words: string[]): Promise<Diagnosis> {
  const { code, out, err } = await run("--json", ...words);
  expect(out, err).not.toBe("");
  const diagnosed = JSON.parse(out) as Diagnosis;
  expect(code).toBe(diagnosed.green ? 0 : 1);
  return diagnosed;
}

/** What is red: `schedules: DailyBatchSchedule (…) is DISABLED, declared ENABLED`. */
function reds({ checks }: Diagnosis): string[] {
  return checks.flatMap(({ name, findings = [] }) =>
    findings.flatMap(({ green, saw, todo }) =>
      green ? [] : [todo ? `${name}: ${saw}` : `${name} does not say what to do`],
    ),
  );
}

function clientOptions() {
  const { plan, environment } = app.stage;
  return { region: plan.region, credentials: credentialsOf(environment) };
}

function iam(): IAMClient {
  return new IAMClient({ ...clientOptions(), endpoint: app.stage.endpoints.iam });
}

const probeDate = "2000-01-01";

it("finds all green, sees a report from the API to a CSV, and leaves nothing of it", async () => {
  // Somebody's report waits on the queue, and must be in its own date's export afterwards.
  expect((await app.post(report("phone-1", 3_600))).status).toBe(202);
  found = await diagnosis();
  expect(reds(found)).toEqual([]);
  expect(found.green).toBe(true);
  const marked = found.checks.find(({ name }) => name === "marked-report");
  expect(marked?.findings?.map(({ saw }) => saw)).toEqual([
    expect.stringMatching(/^the API kept .*, a report of ashiato-doctor at 2000-01-01T10:00:00.000Z$/),
    expect.stringMatching(/^store took it from the queue to s3:\/\/.*\/work\/.*\.csv\.gz$/),
    expect.stringMatching(/^the run .* SUCCEEDED$/),
    expect.stringMatching(/^version 1 of the CSV of 2000-01-01 has it, as it was sent$/),
    expect.stringMatching(/^\d+ objects .* are removed; an old version of .* holds other reports too/),
  ]);
  const left = [...(await app.keys("lakeBucket")), ...(await app.keys("downloadsBucket"))];
  expect(left.filter((key) => key.includes(`dt=${probeDate}`))).toEqual([]);
  expect(await app.exportedLines(yesterdayInTokyo())).toEqual([expect.stringMatching(/^phone-1,/)]);
});

it("says of each check that has no meaning on a local stage why", async () => {
  const { checks } = found;
  const skipped = checks.filter(({ result }) => result === "not-local");
  expect(skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual(
    expect.arrayContaining([
      "lambda-quota: functions are processes of this machine",
      "warehouse-capacity: DuckDB is the warehouse",
      "redshift-role: no service of AWS needs a role of its own",
    ]),
  );
});

it("looks before a deployment at the account alone", async () => {
  const { code, out } = await run("--before");
  expect(code).toBe(0);
  expect(out).toMatch(/^ok {3}credentials +account 000000000000, as arn:aws:iam::000000000000:user\/local$/m);
  expect(out).toMatch(/^ok {3}secrets +IngestToken is set$/m);
  expect(out).not.toContain("schedules");
});

/** Breaks a thing, and puts it right again. */
type Broken = {
  what: string;
  /** Returns how to put it right. */
  break: () => Promise<() => Promise<unknown>>;
  named: RegExp[];
};

const broken: Broken[] = [
  {
    what: "a schedule that is disabled",
    break: async () => {
      const scheduler = new SchedulerClient({ ...clientOptions(), endpoint: app.stage.endpoints.scheduler });
      const plan = app.stage.plan.services.scheduler.find(({ name }) => name.startsWith("DailyBatch"));
      const Name = plan?.name ?? "";
      const { Target, FlexibleTimeWindow, ScheduleExpression, ScheduleExpressionTimezone } =
        await scheduler.send(new GetScheduleCommand({ Name }));
      const update = (State: "ENABLED" | "DISABLED") =>
        scheduler.send(
          new UpdateScheduleCommand({
            Name,
            Target,
            FlexibleTimeWindow,
            ScheduleExpression,
            ScheduleExpressionTimezone,
            State,
          }),
        );
      await update("DISABLED");
      return () => update("ENABLED");
    },
    named: [/^schedules: DailyBatchSchedule \(DailyBatchSchedule-\w+\) is DISABLED, declared ENABLED$/],
  },
  {
    what: "a policy that was changed",
    break: async () => {
      const RoleName = roleName("StoreRole");
      const named = { RoleName, PolicyName: "inline" };
      const { PolicyDocument = "" } = await iam().send(new GetRolePolicyCommand(named));
      const declared = decodeURIComponent(PolicyDocument);
      const put = (document: string) =>
        iam().send(new PutRolePolicyCommand({ ...named, PolicyDocument: document }));
      await put(declared.replace("sqs:DeleteMessage", "sqs:PurgeQueue"));
      return () => put(declared);
    },
    named: [/^policies: StoreRole \(ashiato-local-StoreRole-\w+\) has another policy inline than declared$/],
  },
  {
    what: "a queue without its redrive policy",
    break: async () => {
      const QueueUrl = app.output("reportsQueueUrl");
      const { Attributes } = await app.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
      );
      const set = (RedrivePolicy: string) =>
        app.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
      await set("");
      return () => set(Attributes?.["RedrivePolicy"] ?? "");
    },
    named: [/^queues: ReportsQueue \(ashiato-local-ReportsQueue-\w+\): it has no RedrivePolicy/],
  },
  {
    what: "a bucket whose objects no longer expire",
    break: async () => {
      const Bucket = app.output("lakeBucket");
      const Rules = app.stage.plan.services.storage.lifecycles.find(({ bucket }) => bucket === Bucket)?.rules;
      await app.s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
      return () =>
        app.s3.send(
          new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
        );
    },
    named: [
      /^buckets: LakeLifecycle: the rules rejected, withdrawn, intake, uploads, runs, reconciliations, batches, drains, newest, tracks, snapshots, changes, feed-unloads, claims, deleted-versions of /,
    ],
  },
  {
    what: "a bucket that keeps no versions any more",
    break: async () => {
      const Bucket = app.output("downloadsBucket");
      const set = (Status: "Enabled" | "Suspended") =>
        app.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await set("Suspended");
      return () => set("Enabled");
    },
    named: [/^buckets: DownloadsVersioning: versions of .* are Suspended, declared Enabled$/],
  },
  {
    what: "a secret that is missing",
    break: async () => {
      const file = path.join(app.directory, "secrets.json");
      const secrets = await readFile(file, "utf8");
      const { DownloadToken: _, ...others } = JSON.parse(secrets) as Record<string, string>;
      await writeFile(file, JSON.stringify(others));
      return () => writeFile(file, secrets);
    },
    named: [/^secrets: DownloadToken is not set$/],
  },
  {
    what: "a warehouse that costs more than declared",
    break: async () => {
      const workgroupName = app.output("workgroupName");
      const update = (maxCapacity: number) =>
        redshift().send(new UpdateWorkgroupCommand({ workgroupName, maxCapacity }));
      await update(64);
      return () => update(8);
    },
    named: [/^workgroup: ashiato-local has a maximum of 64 RPU, declared 8$/],
  },
];

/** These are seen by the report that does not arrive, too. */
const stopping: Broken[] = [
  {
    what: "a state machine that fails",
    break: async () => {
      const stateMachineArn = app.output("dailyBatchArn");
      const { definition } = await app.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const fail = { StartAt: "Broken", States: { Broken: { Type: "Fail", Error: "Broken" } } };
      const update = (text: string | undefined) =>
        app.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text }));
      await update(JSON.stringify(fail));
      return () => update(definition);
    },
    named: [
      /^state-machine: DailyBatch \(arn:.*\) has another definition than declared$/,
      /^marked-report: the run: .* FAILED in the phase .*: Broken; it is in the inbox or in the table$/,
    ],
  },
  {
    what: "a function that fails",
    break: async () => {
      const store = app.stage.plan.services.lambda.functions.find(({ component }) => component === "Store");
      const file = path.join(store?.bundle ?? "", (store?.handler ?? "").replace(/\.\w+$/, ".mjs"));
      const code = await readFile(file, "utf8");
      const replace = async (text: string) => {
        await writeFile(file, text);
        app.stage.processIds("Store").forEach((id) => process.kill(id));
      };
      await replace(`export async function handler() { throw new Error("the code is broken"); }`);
      return () => replace(code);
    },
    named: [
      /^marked-report: the queue: .*the code is broken; it is on the queue, which keeps it for 14 days$/,
    ],
  },
];

it(`names ${broken.map(({ what }) => what).join(", ")}, and nothing else`, async () => {
  const mend = await Promise.all(broken.map((each) => each.break()));
  try {
    const red = reds(await diagnosis("--no-report"));
    for (const { named, what } of broken) {
      expect(red, what).toEqual(expect.arrayContaining(named.map((text) => expect.stringMatching(text))));
    }
    expect(red).toHaveLength(broken.length);
  } finally {
    await Promise.all(mend.map((each) => each()));
  }
});

it.each(stopping)("names $what", async ({ break: breakIt, named }) => {
  const mend = await breakIt();
  try {
    expect(reds(await diagnosis())).toEqual(named.map((pattern) => expect.stringMatching(pattern)));
  } finally {
    await mend();
  }
});

it("is green again, and removes what became of the reports that got stuck", async () => {
  expect(reds(await diagnosis())).toEqual([]);
  const left = [...(await app.keys("lakeBucket")), ...(await app.keys("downloadsBucket"))];
  expect(left.filter((key) => key.includes(`dt=${probeDate}`))).toEqual([]);
});

it("names a workgroup that is gone", async () => {
  await redshift().send(new DeleteWorkgroupCommand({ workgroupName: app.output("workgroupName") }));
  expect(reds(await diagnosis("--no-report"))).toEqual(["workgroup: ashiato-local is not there"]);
});

it("says who calls, a session of a role as well", async () => {
  const endpoint = app.stage.endpoints.sts;
  const own = new STSClient({ ...clientOptions(), endpoint });
  expect(await own.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: "000000000000",
    Arn: "arn:aws:iam::000000000000:user/local",
  });
  const stranger = new STSClient({
    ...clientOptions(),
    credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
    endpoint,
  });
  await expect(stranger.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
});

function roleName(component: string): string {
  const role = app.stage.plan.services.iam.roles.find(({ policies }) =>
    policies.some(({ name }) => name.startsWith(`${component}/`)),
  );
  return role?.name ?? "";
}

function redshift(): RedshiftServerlessClient {
  return new RedshiftServerlessClient({
    ...clientOptions(),
    endpoint: app.stage.endpoints.redshiftServerless,
  });
}
