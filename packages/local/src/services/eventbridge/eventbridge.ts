import path from "node:path";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { type Clock, systemClock } from "@ashiato/states/clock";
import * as eventbridgeSdk from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import { shortHash } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import { declareResourcePolicies } from "../declared-policy.ts";
import { destroyWithStage } from "../destroy-with-stage.ts";
import type { ObjectWatcher } from "../object-change.ts";
import type { ConnectionData, LocalService, SdkServicesAs, Start, Targets } from "../service.ts";
import { eventBridgeGuard } from "./actions/guard.ts";
import { eventBridgeService } from "./actions/service.ts";
import { defaultBus, readBusEvent } from "./bus-event.ts";
import { readConnections } from "./connections.ts";
import {
  busName,
  type BusPolicyPlan,
  readBuses,
  readBusPolicies,
  readRules,
  ruleKinds,
  type RulePlan,
} from "./declared-rules.ts";
import { Deliveries } from "./deliveries/deliveries.ts";
import { databaseName, DeliveryStore } from "./deliveries/delivery-store.ts";
import { EventBuses } from "./event-buses.ts";
import { putMissedEvents, watchObjects } from "./object-events.ts";
import { checkTarget, deliveryTarget, type TargetServices } from "./targets.ts";

const folder = "events";

type EventBridgePlan = {
  connections: ReadonlyMap<string, ConnectionData>;
  buses: string[];
  policies: BusPolicyPlan[];
  rules: RulePlan[];
};

type Needs = {
  s3: S3Client;
  sqs: SQSClient;
  sns: SNSClient;
  invokeAsynchronously: TargetServices["invokeAsynchronously"];
  /** The buckets whose notifications go to EventBridge. */
  buckets: readonly string[];
  /** Has the changes of objects followed from now on. */
  watchObjects: (watcher: ObjectWatcher) => void;
};

type RunningEventBridge = {
  sdkAs: SdkServicesAs;
  /** Keeps an event of a service for the targets of the default bus's rules, before it returns. */
  put: (event: ServiceEvent) => void;
  /** Hands over the state machines, which are served later. Throws LocalError for a target that is none. */
  tellMachines: (machines: Targets) => void;
};

/** EventBridge: event buses with their rules, and the connections by which state machines call HTTP APIs. */
export const eventbridge: LocalService<
  "eventbridge",
  EventBridgePlan,
  { url: string },
  Needs,
  RunningEventBridge,
  { eventbridge: string }
> = {
  name: "eventbridge",
  folder,
  kinds: {
    ...ruleKinds,
    "aws:cloudwatch/eventConnection:EventConnection": {
      state: ({ name, inputs }, aws) => {
        const id = String(inputs["name"]);
        return { id, state: { arn: arn(aws, "events", `connection/${id}/${shortHash(name)}`) } };
      },
    },
  },
  open: async ({ directory, setAside, awsJson: { url } }) => {
    setAsideIfDamaged(path.join(directory, folder, databaseName), setAside);
    return { url };
  },
  endpoints: ({ url }) => ({ eventbridge: url }),
  plan: (declared) => ({
    connections: new Map<string, ConnectionData>(
      readConnections(declared).map(({ arn: connectionArn, data }) => [connectionArn, data]),
    ),
    buses: readBuses(declared),
    policies: readBusPolicies(declared),
    rules: readRules(declared),
  }),
  serve: async ({ start, door, plan, needs }) => {
    const { access, region, started } = start;
    const account = { accountId: access.accountId, region };
    const busArn = (name: string): string => arn(account, "events", `event-bus/${name}`);
    for (const rule of plan.rules) {
      rule.targets.forEach((target) => checkTarget(access, rule, target));
    }
    await declareResourcePolicies(
      access,
      plan.policies.map(({ name, bus, policy }) => ({ name, resourceArn: busArn(bus), policy })),
    );
    const machines = Promise.withResolvers<Targets>();
    const { put, buses, store } = openBuses(start, plan.rules, {
      ...needs,
      access,
      machines: machines.promise,
    });
    const known = plan.buses.map((name) => ({
      name,
      arn: busArn(name),
      policy: policyText(plan.policies.find(({ bus }) => bus === name)?.policy),
    }));
    const putting = { ...account, now: Date.now, put };
    start.awsJson.add(eventBridgeService({ buses, known, putting }), {
      signingName: "events",
      guard: eventBridgeGuard(access, region),
    });
    const putOwn = (event: ServiceEvent): void => put(defaultBus, event);
    const objects = { buckets: new Set(needs.buckets), account, store, now: Date.now, put: putOwn };
    await putMissedEvents(objects, needs.s3);
    needs.watchObjects(watchObjects(objects));
    const keep = destroyWithStage(started);
    return {
      put: putOwn,
      tellMachines: machines.resolve,
      sdkAs: (credentials) => ({
        eventbridge: {
          client: keep(new eventbridgeSdk.EventBridgeClient({ region, credentials, endpoint: door.url })),
          sdk: eventbridgeSdk,
        },
      }),
    };
  },
};

/** Opens the buses, and goes on with what an earlier process left undelivered. */
function openBuses(
  { directory, started, onFault }: Start,
  rules: readonly RulePlan[],
  services: Omit<TargetServices, "forward">,
): { put: (bus: string, event: ServiceEvent) => void; buses: EventBuses; store: DeliveryStore } {
  const clock: Clock = systemClock;
  const store = new DeliveryStore(path.join(directory, folder));
  const buses = new EventBuses(rules, store, clock);
  const put = (bus: string, event: ServiceEvent): void => deliveries.begin(buses.accept(bus, event));
  const targets: TargetServices = {
    ...services,
    forward: (bus, event) => put(busName(bus), readBusEvent(event)),
  };
  const deliveries = new Deliveries({
    store,
    clock,
    random: Math.random,
    targetOf: ({ ruleArn, targetId }) => {
      const found = buses.target(ruleArn, targetId);
      return found && deliveryTarget(targets, found.rule, found.target);
    },
    onDropped: onFault,
  });
  started.defer(async () => {
    await deliveries.close();
    store.close();
  });
  deliveries.begin(store.open());
  return { put, buses, store };
}

function policyText(policy: unknown): string | undefined {
  return policy === undefined || typeof policy === "string" ? policy : JSON.stringify(policy);
}
