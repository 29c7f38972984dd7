import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";
import { isJsonObject } from "../json.ts";
import type { Integrations } from "./integrations.ts";
import { answerProblem, toAnswer, toRequest } from "./sdk-members.ts";

/** A service that tasks can call: its SDK client, and the exports of the client's package. */
export type SdkService = {
  client: { send: (command: never, options: { abortSignal: AbortSignal }) => Promise<unknown> };
  sdk: Readonly<Record<string, unknown>>;
};

type Operation = {
  command: new (input: unknown) => unknown;
  input: NormalizedSchema;
  output: NormalizedSchema;
};

/**
 * Returns every action of SDK clients as `aws-sdk:<service>:<action>`, by Step Functions' names of the
 * services: `sqs`, `redshiftdata`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function sdkClients(services: Readonly<Record<string, SdkService>>): Integrations["awsSdk"] {
  const operationOf = (service: string, action: string) => {
    const found = Object.hasOwn(services, service) ? services[service] : undefined;
    const operation = found && operationIn(found.sdk, action);
    return found && operation && { ...operation, client: found.client };
  };
  return {
    supports: (service, action) => operationOf(service, action) !== undefined,
    async call({ service, action, parameters, signal }) {
      const operation = operationOf(service, action);
      if (!operation) {
        throw new Error(`No client of the stage has the action aws-sdk:${service}:${action}.`);
      }
      const given = Object.entries(parameters).filter(([, value]) => value !== null);
      const problem = answerProblem(Object.fromEntries(given), operation.input, { required: true });
      if (problem !== undefined) {
        throw Object.assign(new Error(problem), { name: "ValidationException", statusCode: 400 });
      }
      const command = new operation.command(toRequest(parameters, operation.input));
      const answer = await operation.client.send(command as never, { abortSignal: signal });
      const named = await toAnswer(answer, operation.output);
      return isJsonObject(named) ? named : {};
    },
    checkAnswer({ service, action }, answer, mode) {
      const operation = operationOf(service, action);
      return operation && answerProblem(answer, operation.output, { required: mode === "STRICT" });
    },
  };
}

/** Returns an action of a client's package: its command `<Action>Command` and its model `<Action>$`. */
function operationIn(sdk: SdkService["sdk"], action: string): Operation | undefined {
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const command = sdk[`${name}Command`];
  const model = sdk[`${name}$`];
  if (typeof command !== "function" || !Array.isArray(model)) {
    return undefined;
  }
  const [, , , , input, output]: ($SchemaRef | undefined)[] = model;
  return {
    command: command as Operation["command"],
    input: NormalizedSchema.of(input ?? "unit"),
    output: NormalizedSchema.of(output ?? "unit"),
  };
}
