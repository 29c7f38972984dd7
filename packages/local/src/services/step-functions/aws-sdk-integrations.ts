import type { Action, AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { toCamelCase, toPascalCase } from "../member-names.ts";

export type ServiceCall = {
  service: string;
  action: string;
  parameters: Record<string, unknown>;
  signal: AbortSignal;
};

export type ServiceCaller = {
  supports: (service: string, action: string) => boolean;
  /** Parameters and answer in PascalCase. Throws the service's own error, by its API's name. */
  call: (call: ServiceCall) => Promise<Record<string, unknown>>;
};

export type CalledServices = {
  warehouse: AwsJsonService;
  sns: SNSClient;
  sqs: SQSClient;
};

type Caller = (call: ServiceCall) => Promise<unknown>;

/** Calls the stage's own services by the names of Step Functions' AWS SDK integrations. */
export function serviceCaller(services: CalledServices): ServiceCaller {
  const callerOf = (service: string, action: string): Caller | undefined => {
    const name = action.charAt(0).toUpperCase() + action.slice(1);
    switch (service) {
      case "redshiftdata": {
        const found: Action | undefined = services.warehouse.actions[name];
        return found && (({ parameters, signal }) => found(withSqlParameters(parameters), { signal }));
      }
      case "sns":
        if (name !== "Publish") return undefined;
        return ({ parameters }) =>
          services.sns.send(new PublishCommand(parameters as never)).then(withoutMetadata);
      case "sqs":
        if (name !== "SendMessage") return undefined;
        return ({ parameters }) =>
          services.sqs.send(new SendMessageCommand(parameters as never)).then(withoutMetadata);
      default:
        return undefined;
    }
  };
  return {
    supports: (service, action) => callerOf(service, action) !== undefined,
    call: async (call) => {
      const caller = callerOf(call.service, call.action);
      if (!caller) throw new Error(`The local stage does not serve aws-sdk:${call.service}:${call.action}`);
      return toPascalCase(await caller(call)) as Record<string, unknown>;
    },
  };
}

/** The Data API's members are PascalCase already, but for those of a SQL parameter. */
function withSqlParameters(parameters: Record<string, unknown>): Record<string, unknown> {
  const named = parameters["Parameters"];
  return named === undefined ? parameters : { ...parameters, Parameters: toCamelCase(named) };
}

function withoutMetadata(output: { $metadata: unknown }): object {
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== "$metadata"));
}
