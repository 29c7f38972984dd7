import { ServiceError } from "@ashiato/aws-json/service-error";
import type {
  DescribeRuleResponse,
  ListRuleNamesByTargetResponse,
  ListRulesResponse,
  ListTargetsByRuleResponse,
  Rule,
  Target,
} from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { busName, type RulePlan, type TargetPlan } from "../declared-rules.ts";
import type { EventBuses } from "../event-buses.ts";
import { page, pageMembers } from "./page.ts";
import { readRequest } from "./read-request.ts";

const ofBus = { EventBusName: z.string().optional() };
const named = z.looseObject({ ...ofBus, Name: z.string() });
const ofRule = z.looseObject({ ...ofBus, Rule: z.string(), ...pageMembers });
const listed = z.looseObject({ ...ofBus, NamePrefix: z.string().default(""), ...pageMembers });
const ofTarget = z.looseObject({ ...ofBus, TargetArn: z.string(), ...pageMembers });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export function listRules(input: unknown, buses: EventBuses): ListRulesResponse {
  const { EventBusName, NamePrefix, ...asked } = readRequest(listed, input);
  const rules = buses.rules(busName(EventBusName)).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, NextToken } = page(rules, asked);
  return { Rules: items.map((rule) => describe(rule, buses)), NextToken } satisfies ListRulesResponse;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export function describeRule(input: unknown, buses: EventBuses, accountId: string): DescribeRuleResponse {
  const { EventBusName, Name } = readRequest(named, input);
  const rule = findRule(buses, busName(EventBusName), Name);
  return { ...describe(rule, buses), CreatedBy: accountId } satisfies DescribeRuleResponse;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export function listTargetsByRule(input: unknown, buses: EventBuses): ListTargetsByRuleResponse {
  const { EventBusName, Rule: name, ...asked } = readRequest(ofRule, input);
  const { items, NextToken } = page(findRule(buses, busName(EventBusName), name).targets, asked);
  return { Targets: items.map(targetOf), NextToken } satisfies ListTargetsByRuleResponse;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html */
export function listRuleNamesByTarget(input: unknown, buses: EventBuses): ListRuleNamesByTargetResponse {
  const { EventBusName, TargetArn, ...asked } = readRequest(ofTarget, input);
  const rules = buses
    .rules(busName(EventBusName))
    .filter(({ targets }) => targets.some(({ arn }) => arn === TargetArn));
  const { items, NextToken } = page(rules, asked);
  return { RuleNames: items.map(({ name }) => name), NextToken } satisfies ListRuleNamesByTargetResponse;
}

/**
 * Switches a rule, also for the starts to come:
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
 */
export function switchRule(input: unknown, buses: EventBuses, enabled: boolean): object {
  const { EventBusName, Name } = readRequest(named, input);
  buses.setEnabled(findRule(buses, busName(EventBusName), Name), enabled);
  return {};
}

/** Throws ServiceError ResourceNotFoundException. */
function findRule(buses: EventBuses, bus: string, name: string): RulePlan {
  const rule = buses.rule(bus, name);
  if (!rule) {
    throw new ServiceError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
  }
  return rule;
}

function describe(rule: RulePlan, buses: EventBuses): Rule {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    State: buses.isEnabled(rule) ? "ENABLED" : "DISABLED",
    Description: rule.description,
    EventBusName: rule.bus,
  };
}

function targetOf({ id, arn, roleArn, input, inputPath, inputTransformer, ...rest }: TargetPlan): Target {
  return {
    Id: id,
    Arn: arn,
    RoleArn: roleArn,
    Input: input,
    InputPath: inputPath,
    InputTransformer: inputTransformer && {
      InputPathsMap: { ...inputTransformer.inputPaths },
      InputTemplate: inputTransformer.inputTemplate,
    },
    DeadLetterConfig: rest.deadLetterArn === undefined ? undefined : { Arn: rest.deadLetterArn },
    RetryPolicy: {
      MaximumRetryAttempts: rest.maxAttempts,
      MaximumEventAgeInSeconds: rest.maxAgeSeconds,
    },
  };
}
