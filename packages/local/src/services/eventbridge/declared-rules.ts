import { z } from "zod";
import { shortHash } from "../../evaluate/resource-state.ts";
import { LocalError } from "../../local-error.ts";
import { arn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";
import { defaultBus } from "./bus-event.ts";
import { type EventPattern, readEventPattern } from "./event-pattern/event-pattern.ts";
import { readTargetInput, type TargetInput, type TargetInputPlan } from "./target-input/target-input.ts";

/** The policy of a bus, JSON parsed or as text. */
export type BusPolicyPlan = { name: string; bus: string; policy: unknown };

export type TargetPlan = TargetInputPlan & {
  /** The id in its rule. */
  id: string;
  arn: string;
  roleArn?: string | undefined;
  deadLetterArn?: string | undefined;
  maxAttempts: number;
  maxAgeSeconds: number;
  read: TargetInput;
};

export type RulePlan = {
  name: string;
  arn: string;
  bus: string;
  description?: string | undefined;
  /** JSON text. */
  eventPattern: string;
  matches: EventPattern;
  enabled: boolean;
  targets: TargetPlan[];
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const retryDefaults = { attempts: 185, ageSeconds: 86_400 };

export const ruleKinds: Record<string, ServedKind> = {
  "aws:cloudwatch/eventBus:EventBus": {
    state: ({ inputs }, aws) => {
      const name = String(inputs["name"]);
      return { id: name, state: { arn: arn(aws, "events", `event-bus/${name}`) } };
    },
  },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": {},
  "aws:cloudwatch/eventRule:EventRule": {
    autoname: "",
    state: ({ inputs }, aws) => {
      const bus = busName(inputs["eventBusName"]);
      const name = String(inputs["name"]);
      const id = bus === defaultBus ? name : `${bus}/${name}`;
      return { id, state: { arn: arn(aws, "events", `rule/${id}`) } };
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    state: ({ name, inputs }) => {
      const given = inputs["targetId"];
      const targetId = typeof given === "string" ? given : `target-${shortHash(name)}`;
      return { id: `${String(inputs["rule"])}-${targetId}`, state: { targetId } };
    },
  },
  "aws:cloudwatch/eventArchive:EventArchive": { unserved: "events are not archived" },
};

/** A bus is named by its name or its ARN. */
export function busName(nameOrArn: unknown): string {
  const text = typeof nameOrArn === "string" ? nameOrArn : defaultBus;
  return text.slice(text.lastIndexOf("/") + 1);
}

const busPolicy = z.looseObject({ eventBusName: z.string().default(defaultBus), policy: z.unknown() });

const rule = z.looseObject({
  name: z.string(),
  arn: z.string(),
  eventBusName: z.string().default(defaultBus),
  description: z.string().optional(),
  eventPattern: z.string("a rule without an event pattern is not served"),
  scheduleExpression: z
    .undefined("schedules of rules are not served; EventBridge Scheduler is (sst.aws.CronV2)")
    .optional(),
  state: z.enum(["ENABLED", "DISABLED"], "rules for CloudTrail's events are not served").default("ENABLED"),
});

const target = z.looseObject({
  rule: z.string(),
  eventBusName: z.string().default(defaultBus),
  targetId: z.string(),
  arn: z.string(),
  roleArn: z.string().optional(),
  input: z.string().optional(),
  inputPath: z.string().optional(),
  inputTransformer: z
    .looseObject({ inputPaths: z.record(z.string(), z.string()).default({}), inputTemplate: z.string() })
    .optional(),
  deadLetterConfig: z.looseObject({ arn: z.string().optional() }).optional(),
  retryPolicy: z
    .looseObject({
      maximumRetryAttempts: z.number().default(retryDefaults.attempts),
      maximumEventAgeInSeconds: z.number().default(retryDefaults.ageSeconds),
    })
    .optional(),
});

/** Returns the names of the buses, the default one first: every account has it. */
export function readBuses(declared: DeclaredResources): string[] {
  const buses = declared.ofType("aws:cloudwatch/eventBus:EventBus", z.looseObject({ name: z.string() }));
  return [defaultBus, ...buses.map(({ state }) => state.name)];
}

/** Returns the declared policies of buses. */
export function readBusPolicies(declared: DeclaredResources): BusPolicyPlan[] {
  return declared
    .ofType("aws:cloudwatch/eventBusPolicy:EventBusPolicy", busPolicy)
    .map(({ name, state }) => ({ name, bus: busName(state.eventBusName), policy: state.policy }));
}

/** Returns the declared rules with their targets. Throws LocalError UNSUPPORTED for what AWS refuses. */
export function readRules(declared: DeclaredResources): RulePlan[] {
  const targets = declared.ofType("aws:cloudwatch/eventTarget:EventTarget", target);
  return declared.ofType("aws:cloudwatch/eventRule:EventRule", rule).map(({ name, state }) => {
    const own = busName(state.eventBusName);
    return {
      name: state.name,
      arn: state.arn,
      bus: own,
      description: state.description,
      eventPattern: state.eventPattern,
      matches: refused(`Rule ${name}: the event pattern`, () => readEventPattern(state.eventPattern)),
      enabled: state.state === "ENABLED",
      targets: targets
        .filter((each) => each.state.rule === state.name && busName(each.state.eventBusName) === own)
        .map((each) => readTarget(each.name, each.state)),
    };
  });
}

function readTarget(name: string, state: z.infer<typeof target>): TargetPlan {
  const { input, inputPath, inputTransformer, retryPolicy, deadLetterConfig } = state;
  const given = { input, inputPath, inputTransformer };
  return {
    ...given,
    id: state.targetId,
    arn: state.arn,
    roleArn: state.roleArn,
    deadLetterArn: deadLetterConfig?.arn,
    maxAttempts: retryPolicy?.maximumRetryAttempts ?? retryDefaults.attempts,
    maxAgeSeconds: retryPolicy?.maximumEventAgeInSeconds ?? retryDefaults.ageSeconds,
    read: refused(`Target ${name}: the input`, () => readTargetInput(given)),
  };
}

/** Throws LocalError UNSUPPORTED with what was read and why it is refused. */
function refused<Read>(what: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalError("UNSUPPORTED", `${what} is not valid: ${reason}`, { cause });
  }
}
