import { z } from "zod";
import { PolicyError } from "./policy-error.ts";

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const conditionValue = z.union([z.string(), z.boolean(), z.number()]);
const conditionValues = z
  .union([conditionValue, z.array(conditionValue)])
  .transform((value) => [value].flat().map(String));
const principal = z.union([
  z.literal("*").transform(() => ({ AWS: ["*"] })),
  z.strictObject({ AWS: oneOrMore.optional(), Service: oneOrMore.optional() }),
]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Principal: principal.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

const document = z.strictObject({
  Version: z.literal("2012-10-17", "only the version 2012-10-17 has policy variables").optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => [value ?? []].flat(), z.array(statement)),
});

/** A statement as it is written, one text made a list of one. */
export type PolicyStatement = z.infer<typeof statement>;

/**
 * `identity`: of a role. `resource`: of a bucket, queue, topic, function or key. `trust`: of who may assume a
 * role.
 */
export type PolicyKind = "identity" | "resource" | "trust";

/**
 * Returns the statements of a policy's JSON, parsed or as text.
 *
 * Throws PolicyError naming the element that is not supported, and a statement without what its kind of
 * policy needs.
 */
export function readPolicy(policy: unknown, kind: PolicyKind): PolicyStatement[] {
  const parsed = document.safeParse(typeof policy === "string" ? parseJson(policy) : policy);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new PolicyError(faults.join("; "));
  }
  const { Statement: statements } = parsed.data;
  for (const [index, each] of statements.entries()) {
    const fault = faultOf(each, kind);
    if (fault !== undefined) {
      throw new PolicyError(`Statement.${index}: ${fault}`);
    }
  }
  return statements;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyError("the policy is not JSON", { cause });
  }
}

function faultOf(statement: PolicyStatement, kind: PolicyKind): string | undefined {
  const { Action: action, NotAction: notAction, Resource: resource, NotResource: notResource } = statement;
  if ((action === undefined) === (notAction === undefined)) {
    return "it must have either Action or NotAction";
  }
  if (kind === "trust") {
    const hasResource = resource !== undefined || notResource !== undefined;
    return hasResource ? "a trust policy has no Resource" : principalFault(statement);
  }
  if ((resource === undefined) === (notResource === undefined)) {
    return "it must have either Resource or NotResource";
  }
  if (kind === "resource") {
    return principalFault(statement);
  }
  return statement.Principal === undefined ? undefined : "a policy of a role has no Principal";
}

function principalFault({ Principal }: PolicyStatement): string | undefined {
  return Principal === undefined ? "it must have a Principal" : undefined;
}

/** Returns the condition keys that a statement names, as it writes them. */
export function conditionKeys({ Condition: block = {} }: PolicyStatement): string[] {
  return Object.values(block).flatMap((keys) => Object.keys(keys));
}

/** Returns the names of the policy variables in a statement's resources and conditions. */
export function policyVariables(statement: PolicyStatement): string[] {
  const { Resource, NotResource, Condition: block = {} } = statement;
  const values = Object.values(block).flatMap((keys) => Object.values(keys).flat());
  return [Resource ?? [], NotResource ?? [], values]
    .flat()
    .flatMap((text) => [...text.matchAll(/\$\{(?<name>[^}$]+)\}/gu)].map(([, name = ""]) => name));
}
