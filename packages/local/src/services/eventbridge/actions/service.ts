import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import type { EventBuses } from "../event-buses.ts";
import { describeEventBus, type KnownBus, listEventBuses } from "./buses.ts";
import { type PutEvents, putEvents } from "./put-events.ts";
import { describeRule, listRuleNamesByTarget, listRules, listTargetsByRule, switchRule } from "./rules.ts";
import { testEventPattern } from "./test-event-pattern.ts";

type Parts = { buses: EventBuses; known: readonly KnownBus[]; putting: PutEvents };

/** Returns EventBridge's API as far as callers use it: buses, rules and targets come from the program. */
export function eventBridgeService({ buses, known, putting }: Parts): AwsJsonService {
  return {
    targetPrefix: "AWSEvents",
    jsonVersion: "1.1",
    actions: {
      PutEvents: async (input) => putEvents(input, putting),
      TestEventPattern: async (input) => testEventPattern(input),
      ListEventBuses: async (input) => listEventBuses(input, known),
      DescribeEventBus: async (input) => describeEventBus(input, known),
      ListRules: async (input) => listRules(input, buses),
      DescribeRule: async (input) => describeRule(input, buses, putting.accountId),
      ListTargetsByRule: async (input) => listTargetsByRule(input, buses),
      ListRuleNamesByTarget: async (input) => listRuleNamesByTarget(input, buses),
      EnableRule: async (input) => switchRule(input, buses, true),
      DisableRule: async (input) => switchRule(input, buses, false),
    },
  };
}
