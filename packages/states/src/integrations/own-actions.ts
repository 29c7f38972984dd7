import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Integrations } from "./integrations.ts";

/** Answers `aws-sdk:sfn:*` with the service's own actions; every other service is the caller's. */
export function withOwnActions(integrations: Integrations, actions: Record<string, Action>): Integrations {
  const { awsSdk } = integrations;
  return {
    ...integrations,
    awsSdk: {
      ...awsSdk,
      supports: (service, action) =>
        service === "sfn" ? Object.hasOwn(actions, pascal(action)) : awsSdk.supports(service, action),
      async call(request) {
        const action = request.service === "sfn" ? actions[pascal(request.action)] : undefined;
        if (!action) {
          return awsSdk.call(request);
        }
        const input = renamed(request.parameters, camel);
        integrations.authorizeOwn?.(pascal(request.action), isJsonObject(input) ? input : {});
        const answer = await action(input, { signal: request.signal });
        const plain: JsonValue = JSON.parse(JSON.stringify(answer));
        const named = renamed(plain, pascal);
        return isJsonObject(named) ? named : {};
      },
    },
  };
}

function renamed(value: JsonValue, rename: (name: string) => string): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item) => renamed(item, rename));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const members = Object.entries(value).map(([name, member]) => [rename(name), renamed(member, rename)]);
  const result: JsonObject = Object.fromEntries(members);
  return result;
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
