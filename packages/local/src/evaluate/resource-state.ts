import { createHash } from "node:crypto";

export type ResourceRequest = {
  /** Pulumi's type token: `aws:sqs/queue:Queue`. */
  type: string;
  /** Logical name: `ReportsQueue`. */
  name: string;
  /** The inputs of the program. */
  inputs: Record<string, unknown>;
};

export type ResourceState = { id: string; state: Record<string, unknown> };

/** The account that the program is evaluated for. */
export type Account = { accountId: string; region: string };

/** What a kind's state depends on, besides its inputs. */
export type Surroundings = Account & {
  /** Returns the address at which the local service of the resource answers. */
  address: (request: ResourceRequest) => Promise<string>;
};

/** What the evaluation must know of a kind of resource. */
export type ResourceKind = {
  /** Returns what AWS adds to the inputs: id, ARN, URL. If absent, an ARN of the common form is added. */
  state?: (request: ResourceRequest, aws: Surroundings) => ResourceState | Promise<ResourceState>;
  /** The input with the physical name; defaults to `name`. */
  nameField?: string;
  /**
   * Present on a kind that Pulumi names when the program does not: what such a name begins with, ahead of the
   * logical name.
   */
  autoname?: string;
};

/** Answers a provider function (a data source) from its inputs. */
export type ProviderFunction = (inputs: Record<string, unknown>, account: Account) => Record<string, unknown>;

/**
 * Returns the state of a resource as the provider would: its inputs, with the ids, ARNs and URLs that only
 * AWS knows. An unknown kind gets an ARN of the common form, so that a program that only passes it on still
 * evaluates.
 */
export async function resourceState(
  request: ResourceRequest,
  kind: ResourceKind | undefined,
  aws: Surroundings,
): Promise<ResourceState> {
  const named = { ...request, inputs: withName(request, kind ?? {}) };
  const { id, state } = kind?.state ? await kind.state(named, aws) : commonState(named, aws);
  return { id, state: { ...named.inputs, ...state } };
}

/** Returns ten hexadecimal digits that follow from the text. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

function commonState({ type, name, inputs }: ResourceRequest, aws: Account): ResourceState {
  const id = typeof inputs["name"] === "string" ? inputs["name"] : name;
  const service = type.split(":")[1]?.split("/")[0] ?? "unknown";
  return { id, state: { name: id, arn: `arn:aws:${service}:${aws.region}:${aws.accountId}:${id}` } };
}

/** The letters in the random endings that SST adds to physical names. */
const generatedName = /^(.+)-[abcdefhkmnorstuvwxz]{8}(\.fifo)?$/;

/**
 * SST gives physical names random endings, and Pulumi adds seven random characters to the names that it
 * generates; Pulumi's state remembers both. Here the ending follows from the resource's type and name, so
 * that a stage finds its buckets and queues again at its next start.
 */
function withName(
  { type, name, inputs }: ResourceRequest,
  { nameField = "name", autoname }: ResourceKind,
): Record<string, unknown> {
  const ending = shortHash(`${type} ${name}`);
  const value = inputs[nameField];
  if (value === undefined && autoname !== undefined) {
    return { ...inputs, [nameField]: `${autoname}${name}-${ending.slice(0, 7)}` };
  }
  const parts = typeof value === "string" ? generatedName.exec(value) : null;
  if (!parts) {
    return inputs;
  }
  return { ...inputs, [nameField]: `${parts[1]}-${ending.slice(0, 8)}${parts[2] ?? ""}` };
}
