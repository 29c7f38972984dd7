import { isJsonObject } from "../json.ts";
import {
  isArn,
  isInteger,
  isOneOf,
  isReferencePath,
  isTemplateObject,
  maxSeconds,
  orExpression,
} from "./field-checks.ts";
import { checkOneOf, fieldTable, type FieldsOf } from "./field-table.ts";
import {
  argumentsAndOutput,
  errorHandling,
  everyState,
  resultPaths,
  transition,
  type SharedFields,
} from "./state-fields.ts";
import type { StateContext } from "./validation-context.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const taskFields = fieldTable({
  required: ["Type", "Resource"],
  both: {
    Type: isOneOf(["Task"]),
    ...everyState,
    ...transition,
    ...errorHandling,
    Resource: isArn,
    Credentials: isTemplateObject(),
    TimeoutSeconds: orExpression(isInteger(1, maxSeconds)),
    HeartbeatSeconds: orExpression(isInteger(1, maxSeconds)),
  },
  jsonPath: { ...resultPaths, TimeoutSecondsPath: isReferencePath, HeartbeatSecondsPath: isReferencePath },
  jsonata: argumentsAndOutput,
});

export type TaskState = FieldsOf<typeof taskFields> & SharedFields;

/** The parameters that an integration takes, and those it cannot do without. */
type Integration = { required: readonly string[]; optional: readonly string[] };

/**
 * The optimized integrations whose parameters the service checks at creation; other resources pass as they
 * are. https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html and the page of each
 * service
 */
const integrations: Readonly<Record<string, Integration>> = {
  "lambda:invoke": {
    required: ["FunctionName"],
    optional: ["Payload", "InvocationType", "ClientContext", "Qualifier", "LogType"],
  },
  "sns:publish": {
    required: ["Message"],
    optional: [
      "TopicArn",
      "TargetArn",
      "PhoneNumber",
      "Subject",
      "MessageStructure",
      "MessageAttributes",
      "MessageDeduplicationId",
      "MessageGroupId",
    ],
  },
  "sqs:sendMessage": {
    required: ["QueueUrl", "MessageBody"],
    optional: ["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId"],
  },
  "states:startExecution": {
    required: ["StateMachineArn"],
    optional: ["Input", "Name", "TraceHeader"],
  },
};

const optimizedResource =
  /^arn:[^:]+:states:::([a-z0-9-]+:[A-Za-z0-9]+)(?:\.sync(?::2)?|\.waitForTaskToken)?$/;

/** Resources that wait for something outside, which an Express workflow cannot. */
const waitingResource = /\.(?:sync(?::2)?|waitForTaskToken)$|:activity:/;

/**
 * Checks what a Task state has beyond its plain fields.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
export function validateTask({ state, location, language, diagnostics, type }: StateContext): void {
  const located = { value: state, location, language, required: false };
  checkOneOf(["TimeoutSeconds", "TimeoutSecondsPath"], located, diagnostics);
  checkOneOf(["HeartbeatSeconds", "HeartbeatSecondsPath"], located, diagnostics);
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat, Resource: resource } = state;
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    diagnostics.schema(
      "HeartbeatSeconds must be smaller than TimeoutSeconds",
      `${location}/HeartbeatSeconds`,
    );
  }
  if (typeof resource !== "string") {
    return;
  }
  if (type === "EXPRESS" && waitingResource.test(resource)) {
    diagnostics.schema(
      "Express state machine does not support '.sync', '.waitForTaskToken' and activities",
      `${location}/Resource`,
    );
  }
  const name = language === "JSONPath" ? "Parameters" : "Arguments";
  const parameters = state[name] ?? {};
  const integration = integrations[optimizedResource.exec(resource)?.[1] ?? ""];
  if (integration !== undefined && language === "JSONPath" && !isJsonObject(parameters)) {
    diagnostics.schema("Expected value of type Object", `${location}/${name}`);
  }
  if (integration !== undefined && isJsonObject(parameters)) {
    const given = Object.keys(parameters).map((member) =>
      language === "JSONPath" && member.endsWith(".$") ? member.slice(0, -2) : member,
    );
    for (const problem of parameterProblems(integration, given)) {
      diagnostics.schema(problem, `${location}/${name}`);
    }
  }
}

function parameterProblems({ required, optional }: Integration, given: readonly string[]): string[] {
  const known = new Set([...required, ...optional]);
  return [
    ...required
      .filter((name) => !given.includes(name))
      .map((name) => `The field '${name}' is required but was missing`),
    ...given
      .filter((name) => !known.has(name))
      .map((name) => `The field '${name}' is not supported by Step Functions`),
  ];
}
