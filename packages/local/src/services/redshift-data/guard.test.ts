import { compilePolicy } from "@ashiato/iam/compiled-policy";
import type { Principal } from "@ashiato/iam/request";
import { expect, it } from "vitest";
import { Access } from "../access.ts";
import { dataApiGuard } from "./guard.ts";
import { Workgroups } from "./workgroups.ts";

const accountId = "111122223333";
const arn = (name: string) => `arn:aws:redshift-serverless:eu-west-1:${accountId}:workgroup/${name}`;
const roleArn = `arn:aws:iam::${accountId}:role/analyst`;
const service = "lambda.amazonaws.com";

/** A guard of two workgroups, and a caller who may run statements in that of nights alone. */
function guarded() {
  const access = new Access({ credentials: { accessKeyId: "local", secretAccessKey: "secret" }, accountId });
  const allow = (Action: string, rest: object) => ({ Statement: [{ Effect: "Allow", Action, ...rest }] });
  access.declareRole({
    arn: roleArn,
    name: "analyst",
    uniqueId: "AROAANALYST",
    identity: compilePolicy("own", allow("redshift-*:*", { Resource: arn("nights") }), "identity"),
    trust: compilePolicy("trust", allow("sts:AssumeRole", { Principal: { Service: service } }), "trust"),
  });
  const plan = { database: "dev", namespaceName: "all", baseCapacity: 8, publiclyAccessible: false };
  const names = ["nights", "days"];
  const workgroups = new Workgroups(names.map((name) => ({ name, arn: arn(name), ...plan })));
  const { principal } = access.assumeRole(roleArn, { service, sessionName: "one", sourceArn: "arn" });
  const guard = dataApiGuard(access, workgroups);
  return {
    owner: access.operator,
    analyst: principal,
    execute: (caller: Principal, input: Record<string, string>, answer: object = { Id: "1" }) =>
      guard(caller, { action: "ExecuteStatement", input: { Database: "dev", Sql: "SELECT 1", ...input } })?.(
        answer,
      ),
  };
}

it("asks for the workgroup that a statement names", () => {
  const { analyst, execute } = guarded();
  expect(() => execute(analyst, { WorkgroupName: "nights" })).not.toThrow();
  expect(() => execute(analyst, { WorkgroupName: "days" })).toThrow(
    `redshift-data:ExecuteStatement on resource: ${arn("days")}`,
  );
});

it("asks for the workgroup of a session, whoever has begun it", () => {
  const { owner, analyst, execute } = guarded();
  for (const WorkgroupName of ["nights", "days"]) {
    execute(owner, { WorkgroupName }, { Id: WorkgroupName, SessionId: `of ${WorkgroupName}` });
  }
  expect(() => execute(analyst, { SessionId: "of nights" })).not.toThrow();
  expect(() => execute(analyst, { SessionId: "of days" })).toThrow(
    `redshift-data:ExecuteStatement on resource: ${arn("days")}`,
  );
});

it("asks for all workgroups where it knows none, also after statements without a session", () => {
  const { owner, analyst, execute } = guarded();
  execute(owner, { WorkgroupName: "nights" });
  for (const input of [{}, { SessionId: "unknown" }]) {
    expect(() => execute(analyst, input)).toThrow("redshift-data:ExecuteStatement on resource: *");
  }
});
