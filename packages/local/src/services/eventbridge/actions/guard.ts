import { z } from "zod";
import type { Access } from "../../access.ts";
import { arn } from "../../aws-names.ts";
import type { Guard } from "../../guard.ts";
import { defaultBus } from "../bus-event.ts";
import { busName } from "../declared-rules.ts";

const text = z.string().optional().catch(undefined);
const entries = z.looseObject({
  Entries: z
    .array(z.looseObject({ EventBusName: text }))
    .default([])
    .catch([]),
});
const named = z.looseObject({ Name: text, Rule: text, EventBusName: text });

/** These know no resource. */
const aboutAll = new Set(["TestEventPattern", "ListEventBuses", "ListRuleNamesByTarget", "ListRules"]);

/**
 * Returns the guard of EventBridge: events are put onto buses, and other actions are about a rule or a bus.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventBridgeGuard(access: Access, region: string): Guard {
  const account = { accountId: access.accountId, region };
  return (principal, { action, input }) => {
    for (const resource of new Set(resourcesOf(action, input))) {
      const known = resource === "*" ? resource : arn(account, "events", resource);
      access.authorize({ principal, action: `events:${action}`, resource: known, context: {} });
    }
    return undefined;
  };
}

function resourcesOf(action: string, input: unknown): string[] {
  if (action === "PutEvents") {
    return entries.parse(input).Entries.map(({ EventBusName }) => `event-bus/${busName(EventBusName)}`);
  }
  const { Name, Rule, EventBusName } = named.parse(input);
  if (aboutAll.has(action)) {
    return ["*"];
  }
  if (action === "DescribeEventBus") {
    return [`event-bus/${busName(Name)}`];
  }
  const bus = busName(EventBusName);
  return [`rule/${bus === defaultBus ? "" : `${bus}/`}${Rule ?? Name ?? ""}`];
}
