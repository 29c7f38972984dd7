import { createHash } from "node:crypto";
import { kmsKeyId } from "../services/kms-key.ts";

export type ResourceRequest = { type: string; name: string; inputs: Record<string, unknown> };

export type ResourceState = { id: string; state: Record<string, unknown> };

/** What AWS would give to a resource when it is made, on this machine. */
export type AwsIdentity = {
  accountId: string;
  region: string;
  /** Where the local services answer. */
  endpoints: { sqs: string; api: string };
};

type StateReader = (request: ResourceRequest, aws: AwsIdentity) => ResourceState;

/**
 * The state of a resource as the provider would return it: its inputs, with the ids, ARNs and URLs that only AWS knows. Kinds that
 * have no entry get an ARN of the common form, so that a program that only passes it on still evaluates.
 */
export function resourceState(request: ResourceRequest, aws: AwsIdentity): ResourceState {
  const inputs = withName(request);
  const reader = readers[request.type] ?? ofAnyKind;
  const { id, state } = reader({ ...request, inputs }, aws);
  return { id, state: { ...inputs, ...state } };
}

const readers: Record<string, StateReader> = {
  "aws:s3/bucket:Bucket": ({ inputs }) => {
    const bucket = String(inputs["bucket"]);
    return {
      id: bucket,
      state: { arn: `arn:aws:s3:::${bucket}`, bucketDomainName: `${bucket}.s3.amazonaws.com` },
    };
  },
  "aws:sqs/queue:Queue": ({ inputs }, aws) => {
    const url = `${aws.endpoints.sqs}/${aws.accountId}/${String(inputs["name"])}`;
    return { id: url, state: { url, arn: arn(aws, "sqs", String(inputs["name"])) } };
  },
  "aws:sns/topic:Topic": ({ inputs }, aws) => named(arn(aws, "sns", String(inputs["name"])), inputs),
  "aws:iam/role:Role": ({ inputs }, aws) => {
    const name = String(inputs["name"]);
    return { id: name, state: { arn: `arn:aws:iam::${aws.accountId}:role/${name}`, uniqueId: name } };
  },
  "aws:lambda/function:Function": ({ inputs }, aws) => {
    const name = String(inputs["name"]);
    const functionArn = arn(aws, "lambda", `function:${name}`);
    return {
      id: name,
      state: { arn: functionArn, qualifiedArn: `${functionArn}:$LATEST`, invokeArn: functionArn },
    };
  },
  "aws:apigatewayv2/api:Api": ({ name }, aws) => {
    const id = shortHash(name);
    const apiArn = `arn:aws:apigateway:${aws.region}::/apis/${id}`;
    return {
      id,
      state: { arn: apiArn, apiEndpoint: aws.endpoints.api, executionArn: arn(aws, "execute-api", id) },
    };
  },
  "aws:apigatewayv2/integration:Integration": ({ name }) => ({ id: shortHash(name), state: {} }),
  "aws:apigatewayv2/authorizer:Authorizer": ({ name }) => ({ id: shortHash(name), state: {} }),
  "aws:sfn/stateMachine:StateMachine": ({ inputs }, aws) =>
    named(arn(aws, "states", `stateMachine:${String(inputs["name"])}`), inputs),
  "aws:cloudwatch/logGroup:LogGroup": ({ inputs }, aws) =>
    named(arn(aws, "logs", `log-group:${String(inputs["name"])}`), inputs),
  "aws:kms/key:Key": ({ name, inputs }, aws) => {
    const keyId = kmsKeyId(name, { multiRegion: inputs["multiRegion"] === true });
    return { id: keyId, state: { keyId, arn: arn(aws, "kms", `key/${keyId}`) } };
  },
  "aws:kms/alias:Alias": ({ inputs }, aws) => {
    const alias = String(inputs["name"]);
    const target = String(inputs["targetKeyId"]);
    const targetKeyArn = target.startsWith("arn:") ? target : arn(aws, "kms", `key/${target}`);
    return { id: alias, state: { arn: arn(aws, "kms", alias), targetKeyArn } };
  },
  "aws:redshiftserverless/namespace:Namespace": ({ name, inputs }, aws) => {
    const namespace = String(inputs["namespaceName"]);
    return {
      id: namespace,
      state: {
        arn: arn(aws, "redshift-serverless", `namespace/${shortHash(name)}`),
        namespaceId: shortHash(name),
        adminPasswordSecretArn: arn(
          aws,
          "secretsmanager",
          `secret:redshift!${namespace}-admin-${shortHash(name).slice(0, 6)}`,
        ),
      },
    };
  },
  "aws:redshiftserverless/workgroup:Workgroup": ({ name, inputs }, aws) => ({
    id: String(inputs["workgroupName"]),
    state: {
      arn: arn(aws, "redshift-serverless", `workgroup/${shortHash(name)}`),
      workgroupId: shortHash(name),
    },
  }),
  "random:index/randomBytes:RandomBytes": ({ name, inputs }) => {
    const bytes = createHash("sha512")
      .update(name)
      .digest()
      .subarray(0, Number(inputs["length"] ?? 32));
    return { id: name, state: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
  },
};

function ofAnyKind({ type, name, inputs }: ResourceRequest, aws: AwsIdentity): ResourceState {
  const id = typeof inputs["name"] === "string" ? inputs["name"] : name;
  const service = type.split(":")[1]?.split("/")[0] ?? "unknown";
  return { id, state: { name: id, arn: arn(aws, service, id) } };
}

function named(resourceArn: string, inputs: Record<string, unknown>): ResourceState {
  return { id: resourceArn, state: { arn: resourceArn, name: inputs["name"] } };
}

function arn(aws: AwsIdentity, service: string, resource: string): string {
  return `arn:aws:${service}:${aws.region}:${aws.accountId}:${resource}`;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

/** The letters of the random endings that SST gives to physical names. */
const generatedName = /^(.+)-[abcdefhkmnorstuvwxz]{8}(\.fifo)?$/;

/** Kinds that Pulumi names when the program does not: a beginning, the logical name and seven random characters. */
const autonamed: Record<string, string> = {
  "aws:iam/role:Role": "",
  "aws:scheduler/schedule:Schedule": "",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "",
  "aws:kms/alias:Alias": "alias/",
};

/**
 * SST ends physical names at random, and Pulumi's state remembers them. Here the ending follows from the resource's type and name, so
 * that a stage finds its buckets and queues again at its next start.
 */
function withName({ type, name, inputs }: ResourceRequest): Record<string, unknown> {
  const field = type === "aws:s3/bucket:Bucket" ? "bucket" : "name";
  const ending = shortHash(`${type} ${name}`);
  const value = inputs[field];
  const beginning = autonamed[type];
  if (value === undefined && beginning !== undefined)
    return { ...inputs, [field]: `${beginning}${name}-${ending.slice(0, 7)}` };
  const parts = typeof value === "string" ? generatedName.exec(value) : null;
  if (!parts) return inputs;
  return { ...inputs, [field]: `${parts[1]}-${ending.slice(0, 8)}${parts[2] ?? ""}` };
}
