import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import aslValidator from "asl-validator";
import { beforeAll, describe, expect, it } from "vitest";
import type { DeclaredApp, DeclaredResource } from "../src/evaluate/declared-app.ts";
import * as z from "zod";
import { isPhoneRoute, rightOf, routes } from "@ashiato/core/api/routes";
import { linkTypes } from "../src/evaluate/link-types.ts";
import { planStage } from "../src/stage/plan-stage.ts";
import { noService } from "../src/services/unserved.ts";
import { evaluateStage, root } from "./support/evaluated.ts";

type Statement = { Action: string | string[]; Resource?: string | string[]; Effect: string };

/** Actions that AWS grants on `*` alone, each with the reason in the stack that asks for it. */
const withoutResource = new Set([
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "redshift-data:DescribeStatement",
  "redshift-data:GetStatementResult",
  "redshift-data:CancelStatement",
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
]);

/** When the objects of a bucket expire, in the words of Pulumi. */
const lifecycleSchema = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      expiration: z.object({ days: z.number().optional() }).optional(),
      noncurrentVersionExpiration: z.object({ noncurrentDays: z.number() }).optional(),
    }),
  ),
});

describe.each(["local", "production"])("the program of stage %s", (stage) => {
  let app: DeclaredApp;

  beforeAll(async () => {
    app = await evaluateStage(stage);
  });

  function ofType(type: string): DeclaredResource[] {
    return app.resources.filter((resource) => resource.type === type);
  }

  function statementsOf(role: DeclaredResource): Statement[] {
    const policies = (role.inputs["inlinePolicies"] ?? []) as { policy: string }[];
    return policies.flatMap(({ policy }) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
  }

  it("gives the report queue a dead-letter queue that keeps messages as long as SQS can", () => {
    const queues = ofType("aws:sqs/queue:Queue");
    const reports = queues.find(({ name }) => name === "ReportsQueue");
    const dead = queues.find(({ name }) => name === "DeadReportsQueue");
    const redrive = JSON.parse(String(reports?.inputs["redrivePolicy"])) as Record<string, unknown>;
    expect(redrive["deadLetterTargetArn"]).toBe(dead?.state["arn"]);
    expect(redrive["maxReceiveCount"]).toBeGreaterThanOrEqual(5);
    expect(dead?.inputs["messageRetentionSeconds"]).toBe(1_209_600);
  });

  it("hides a message for longer than store can run", () => {
    const visibility = ofType("aws:sqs/queue:Queue").find(({ name }) => name === "ReportsQueue")?.inputs[
      "visibilityTimeoutSeconds"
    ];
    const store = ofType("aws:lambda/function:Function").find(({ name }) => name === "StoreFunction");
    expect(visibility).toBeGreaterThan(Number(store?.inputs["timeout"]));
  });

  it("grants named actions on named resources", () => {
    const faults = ofType("aws:iam/role:Role").flatMap((role) =>
      statementsOf(role).flatMap(({ Action, Resource }) => {
        const actions = [Action].flat();
        const resources = [Resource ?? []].flat();
        const wild = actions.filter((action) => action.includes("*"));
        const everywhere = resources.includes("*")
          ? actions.filter((action) => !withoutResource.has(action))
          : [];
        return [...wild, ...everywhere].map((action) => `${role.name}: ${action} on ${resources.join(", ")}`);
      }),
    );
    expect(faults).toEqual([]);
    expect(ofType("aws:iam/role:Role").flatMap(statementsOf).length).toBeGreaterThan(10);
  });

  it("has a file for every handler", async () => {
    expect(app.builds.map(({ functionId }) => functionId).sort()).toEqual([
      "Announce",
      "Authorize",
      "AuthorizeConnection",
      "Compact",
      "Compare",
      "Conclude",
      "ConcludeFeeds",
      "Console",
      "CreateTickets",
      "DeliverFeed",
      "DeliverPushes",
      "Distribute",
      "Documentation",
      "DrawPictures",
      "Exports",
      "Feeds",
      "FollowRuns",
      "IdentifyStage",
      "IntakeConvert",
      "IntakeFail",
      "IntakeInspect",
      "IntakeRegister",
      "LiveExportStep",
      "LiveExports",
      "ManageClients",
      "ManageSessions",
      "ManageWebhooks",
      "Plan",
      "PlanFeeds",
      "Positions",
      "PrepareFeed",
      "Publish",
      "PushPositions",
      "Receive",
      "ReceiveFormats",
      "Reconciliations",
      "RefreshPositions",
      "Release",
      "Repair",
      "Runs",
      "Socket",
      "SpreadEvents",
      "Status",
      "Store",
      "Summarize",
      "Supplement",
      "Uploads",
      "WebhooksDeliver",
      "WebhooksFanOut",
    ]);
    for (const { handler } of app.builds) {
      await access(path.join(root, handler.replace(/\.\w+$/, ".ts")));
    }
  });

  it("resolves every link and every environment variable", () => {
    for (const { functionId, links } of app.builds) {
      for (const [link, properties] of Object.entries(links)) {
        const unresolved = Object.entries(properties).filter(
          ([, value]) => value === undefined || value === null || value === "",
        );
        expect({ functionId, link, unresolved }).toEqual({ functionId, link, unresolved: [] });
      }
    }
    const text = JSON.stringify(app.resources.map(({ inputs }) => inputs));
    expect(text).not.toContain("undefined");
    expect(text).not.toContain("Calling [toString]");
  });

  it("keeps every bucket private, versioned, over TLS alone, with lifecycle rules", () => {
    for (const bucket of ofType("aws:s3/bucket:Bucket")) {
      const of = (type: string) =>
        ofType(type).find(({ inputs }) => inputs["bucket"] === bucket.state["bucket"])?.inputs;
      expect(of("aws:s3/bucketVersioning:BucketVersioning")).toMatchObject({
        versioningConfiguration: { status: "Enabled" },
      });
      expect(of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).toMatchObject({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      expect(String(of("aws:s3/bucketPolicy:BucketPolicy")?.["policy"])).toContain("aws:SecureTransport");
      expect(of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")).toBeDefined();
    }
  });

  it("keeps every table restorable to each second, on demand, and in production from deletion", () => {
    const tables = ofType("aws:dynamodb/table:Table");
    // What connections subscribe to, tickets and sessions are of two hours, of minutes and of a day.
    const brief = new Set(["SubscriptionsTable", "TicketsTable", "SessionsTable"]);
    const kept = tables.filter(({ name }) => !brief.has(name));
    expect([tables.length, kept.length]).toEqual([8, 5]);
    for (const { inputs } of kept) {
      expect(inputs).toMatchObject({
        billingMode: "PAY_PER_REQUEST",
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: stage === "production",
      });
    }
  });

  it.runIf(stage === "production")(
    "ends what grows by the rules that docs/architecture.md names",
    async () => {
      const page = await readFile(path.join(root, "docs/architecture.md"), "utf8");
      const [, section = ""] = page.split("\n## Where data is stored\n");
      const [table = ""] = section.split("\n## ");
      const rules = ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").flatMap(
        ({ inputs }) => lifecycleSchema.parse(inputs).rules,
      );
      const declared = rules.flatMap(({ id, expiration, noncurrentVersionExpiration }) => {
        const days = expiration?.days ?? noncurrentVersionExpiration?.noncurrentDays;
        return days === undefined ? [] : [`${id}: ${days} ${days === 1 ? "day" : "days"}`];
      });
      const named = [...table.matchAll(/lifecycle `([\w-]+)`: (\d+ days?)/g)].map(
        ([, id, days]) => `${id}: ${days}`,
      );
      expect(new Set([...named, "deleted-versions: 30 days"])).toEqual(new Set(declared));
      const prefixes = await declaredPrefixes();
      expect(prefixes).toEqual(expect.arrayContaining(["drains/", "feeds/", "live/newest/"]));
      for (const prefix of prefixes) {
        expect(table, prefix).toMatch(new RegExp(`^\\| \`(Lake|Downloads): ${prefix}`, "m"));
      }
    },
  );

  it("lets the API's own pages read exports and put files by signed links, and no page anything else", () => {
    const rules = ofType("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
    const [api] = ofType("aws:apigatewayv2/api:Api");
    const found = rules.map(({ inputs }) => [String(inputs["bucket"]), inputs["corsRules"]] as const);
    expect(found.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      [
        expect.stringContaining("downloads"),
        [
          expect.objectContaining({
            allowedOrigins: [api?.state["apiEndpoint"]],
            allowedMethods: ["GET", "HEAD"],
            allowedHeaders: ["Range"],
          }),
        ],
      ],
      [
        expect.stringContaining("inbox"),
        [
          expect.objectContaining({
            allowedOrigins: [api?.state["apiEndpoint"]],
            allowedMethods: ["PUT"],
            allowedHeaders: ["Content-Type", "If-None-Match", "X-Amz-Checksum-Sha256"],
            exposeHeaders: ["ETag"],
          }),
        ],
      ],
    ]);
  });

  it("declares state machines whose definitions are valid", () => {
    const machines = ofType("aws:sfn/stateMachine:StateMachine");
    expect(machines.map(({ name }) => name).toSorted()).toEqual([
      "DailyBatch",
      "FileIntake",
      "LiveExport",
      "Reconcile",
    ]);
    for (const { name, inputs } of machines) {
      const { isValid, errorsText } = aslValidator(JSON.parse(String(inputs["definition"])));
      expect({ name, isValid, errors: errorsText() }).toEqual({ name, isValid: true, errors: "" });
    }
  });

  it.each(["DailyBatch", "FileIntake"])("lets the role of %s run its children", (name) => {
    const machine = ofType("aws:sfn/stateMachine:StateMachine").find((each) => each.name === name);
    const role = ofType("aws:iam/role:Role").find((each) => each.name === `${name}Role`);
    const start =
      role && statementsOf(role).find(({ Action }) => [Action].flat().includes("states:StartExecution"));
    expect([start?.Resource].flat()).toEqual([machine?.state["arn"]]);
  });

  it("starts the batch daily in the stage's time zone", () => {
    const schedule = ofType("aws:scheduler/schedule:Schedule").find(
      ({ name }) => name === "DailyBatchSchedule",
    );
    expect(schedule?.inputs).toMatchObject({
      scheduleExpressionTimezone: "Asia/Tokyo",
      scheduleExpression: "cron(15 0 * * ? *)",
    });
  });

  it("plans a service or a reason for every resource", () => {
    const plan = planStage(app);
    expect(plan.unserved.filter(({ reason }) => reason === noService)).toEqual([]);
    const { routes: planned = [] } = plan.services.httpApi[0] ?? {};
    expect(planned.map(({ routeKey }) => routeKey).sort()).toEqual(Object.keys(routes).sort());
  });

  it("asks the authorizer for every route that needs a right, by token and route", () => {
    const planned = planStage(app).services.httpApi[0]?.routes ?? [];
    const asking = planned.filter(({ authorizer }) => authorizer !== undefined);
    expect(asking.map(({ routeKey }) => routeKey)).toEqual(
      planned.map(({ routeKey }) => routeKey).filter((routeKey) => rightOf(routeKey) !== undefined),
    );
    for (const { routeKey, authorizer } of asking) {
      // A phone's token is in a header or in the URL, so the authorizer is asked whatever a request has, and
      // no decision is kept.
      const expected = isPhoneRoute(routeKey)
        ? { identitySources: [], ttlSeconds: 0 }
        : { identitySources: ["$request.header.Authorization", "$context.routeKey"], ttlSeconds: 30 };
      expect(authorizer).toMatchObject(expected);
    }
  });
});

// With --update it writes links.d.ts: CONTRIBUTING.md, "Add a stack".
it("links what links.d.ts has, and nothing else", async () => {
  const app = await evaluateStage("local");
  await expect(linkTypes(app)).toMatchFileSnapshot(path.join(root, "links.d.ts"));
});

/** Returns what the files of keys export as a prefix. */
async function declaredPrefixes(): Promise<string[]> {
  const folder = path.join(root, "packages/core/src");
  const files = (await readdir(folder)).filter((name) => name.endsWith("-keys.ts"));
  const exported = await Promise.all(
    files.map(async (name) => (await import(path.join(folder, name))) as Record<string, unknown>),
  );
  return exported.flatMap((keys) =>
    Object.entries(keys).flatMap(([name, value]) =>
      name.endsWith("Prefix") && typeof value === "string" ? [value] : [],
    ),
  );
}
