import { metricNamespace } from "@ashiato/core/metrics";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { DeclaredApp, DeclaredResource } from "../src/evaluate/declared-app.ts";
import { evaluateStage } from "./support/evaluated.ts";

/** What a first night in a new account depends on, and no service of a local stage would notice. */
const statementSchema = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Principal: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
    .default({}),
});
const documentSchema = z.object({ Statement: z.array(statementSchema) });

type Statement = z.infer<typeof statementSchema>;

const accountId = "111111111111";

describe.each(["local", "production"])("the program of stage %s", (stage) => {
  let app: DeclaredApp;

  beforeAll(async () => {
    app = await evaluateStage(stage);
  }, 120_000);

  function ofType(type: string): DeclaredResource[] {
    return app.resources.filter((resource) => resource.type === type);
  }

  function named(type: string, name: string): DeclaredResource {
    const found = ofType(type).find((resource) => resource.name === name);
    if (!found) {
      throw new Error(`No ${type} is named ${name}`);
    }
    return found;
  }

  function read(document: unknown): Statement[] {
    return documentSchema.parse(JSON.parse(String(document))).Statement;
  }

  function policiesOf(role: DeclaredResource): Statement[] {
    const policies = z.array(z.object({ policy: z.string() })).parse(role.inputs["inlinePolicies"] ?? []);
    return policies.flatMap(({ policy }) => read(policy));
  }

  const roles = () => ofType("aws:iam/role:Role");

  it("lets any session of the batch's role look at a statement: Step Functions makes its own sessions", () => {
    const statements = policiesOf(named("aws:iam/role:Role", "DailyBatchRole"));
    const describing = statements.filter(({ Action }) =>
      [Action].flat().includes("redshift-data:DescribeStatement"),
    );
    expect(describing.map(({ Condition }) => Condition)).toEqual([{}]);
  });

  it("reserves no concurrency: a new account has none to reserve", () => {
    const reserving = ofType("aws:lambda/function:Function").filter(
      ({ inputs }) => inputs["reservedConcurrentExecutions"] !== undefined,
    );
    expect(reserving.map(({ name }) => name)).toEqual([]);
  });

  it("trusts AWS services alone, and those only for this account", () => {
    expect(roles().length).toBeGreaterThan(10);
    const faults = roles().flatMap(({ name, inputs }) =>
      read(inputs["assumeRolePolicy"]).flatMap(({ Principal = {}, Condition }) => [
        ...Object.keys(Principal)
          .filter((kind) => kind !== "Service")
          .map((kind) => `${name} trusts ${kind} ${String(Principal[kind])}`),
        ...(Condition["StringEquals"]?.["aws:SourceAccount"]?.toString() === accountId
          ? []
          : [`${name} trusts ${String(Principal["Service"])} for any account`]),
      ]),
    );
    expect(faults).toEqual([]);
  });

  it("names the warehouse's role itself: the external schema keeps the ARN that it was created with", () => {
    const { inputs } = named("aws:iam/role:Role", "WarehouseRole");
    expect(inputs["name"]).toBe(`ashiato-${stage}-Warehouse`);
  });

  it("lets the warehouse list its buckets as AWS's own policies for Spectrum do, without a prefix", () => {
    const listing = policiesOf(named("aws:iam/role:Role", "WarehouseRole")).filter(({ Action }) =>
      [Action].flat().includes("s3:ListBucket"),
    );
    expect(listing.length).toBeGreaterThan(0);
    expect(listing.filter(({ Condition }) => Object.keys(Condition).length > 0)).toEqual([]);
  });

  it("says what NULL is among the table's properties, where CREATE EXTERNAL TABLE documents it", () => {
    const { inputs } = named("aws:glue/catalogTable:CatalogTable", "Locations");
    expect(inputs["parameters"]).toMatchObject({ "serialization.null.format": "" });
  });

  it("lets delete markers expire in every bucket", () => {
    const rules = ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").map(
      ({ inputs }) => z.array(z.looseObject({ expiration: z.unknown() })).parse(inputs["rules"]),
    );
    expect(rules).toHaveLength(3);
    for (const each of rules) {
      expect(each).toContainEqual(
        expect.objectContaining({ expiration: { expiredObjectDeleteMarker: true } }),
      );
    }
  });

  it("keeps every log for a stated time, the warehouse's included", () => {
    const groups = ofType("aws:cloudwatch/logGroup:LogGroup");
    const kept = new Map(groups.map(({ inputs }) => [inputs["name"], inputs["retentionInDays"]]));
    const exported = named("aws:redshiftserverless/namespace:Namespace", "Warehouse").inputs;
    const logs = z.array(z.string()).parse(exported["logExports"]);
    expect(logs).toHaveLength(3);
    for (const log of logs) {
      expect(kept.get(`/aws/redshift/${String(exported["namespaceName"])}/${log}`), log).toBeGreaterThan(0);
    }
    expect(groups.filter(({ inputs }) => !Number(inputs["retentionInDays"])).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it("names alarms by the stage, and watches the stage's own counts", () => {
    const alarms = ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms.map(({ inputs }) => inputs["name"])).toEqual(
      alarms.map(({ name }) => `ashiato-${stage}-${name}`),
    );
    const own = alarms.filter(({ inputs }) => inputs["namespace"] === metricNamespace);
    expect(own.length).toBeGreaterThan(0);
    for (const { name, inputs } of own) {
      expect(inputs["dimensions"], name).toMatchObject({ stage });
    }
  });

  it("bounds what the warehouse can cost by the capacity that it may scale to", () => {
    const { inputs } = named("aws:redshiftserverless/workgroup:Workgroup", "WarehouseWorkgroup");
    expect(inputs).toMatchObject({ baseCapacity: 4, maxCapacity: 8 });
  });
});
