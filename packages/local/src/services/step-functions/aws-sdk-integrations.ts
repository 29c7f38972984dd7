import type { Integrations } from "@ashiato/states/integrations/integrations";
import { toPascalCase } from "../member-names.ts";
import type { SdkAction, SdkServices } from "../service.ts";

/**
 * Returns the stage's own services by the names of Step Functions' AWS SDK integrations:
 * `aws-sdk:sqs:sendMessage`.
 */
export function awsSdkIntegrations(services: SdkServices): Integrations["awsSdk"] {
  return {
    supports: (service, action) => actionOf(services, service, action) !== undefined,
    call: async ({ service, action, parameters, signal }) => {
      const found = actionOf(services, service, action);
      if (!found) {
        throw new Error(`The local stage does not serve aws-sdk:${service}:${action}`);
      }
      const output = toPascalCase(await found(parameters, { signal }));
      return JSON.parse(JSON.stringify(withoutMetadata(output)));
    },
  };
}

function actionOf(services: SdkServices, service: string, action: string): SdkAction | undefined {
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const actions = Object.hasOwn(services, service) ? services[service] : undefined;
  return actions && Object.hasOwn(actions, name) ? actions[name] : undefined;
}

/** Returns what an SDK client adds to a service's answer. */
function withoutMetadata(output: unknown): unknown {
  if (output === null || typeof output !== "object") {
    return output;
  }
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== "$metadata"));
}
