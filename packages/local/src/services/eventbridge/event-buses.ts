import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import type { Clock } from "@ashiato/states/clock";
import type { RulePlan, TargetPlan } from "./declared-rules.ts";
import type { Delivery, DeliveryStore } from "./deliveries/delivery-store.ts";
import type { JsonValue } from "./event-pattern/json-value.ts";

type Accepted = Omit<Delivery, "id">;

/**
 * The buses with their rules, and the way of an event from a bus to the targets of the rules that match it.
 */
export class EventBuses {
  readonly #rules: readonly RulePlan[];
  readonly #store: DeliveryStore;
  readonly #clock: Clock;

  constructor(rules: readonly RulePlan[], store: DeliveryStore, clock: Clock) {
    this.#rules = rules;
    this.#store = store;
    this.#clock = clock;
  }

  rules(bus: string): readonly RulePlan[] {
    return this.#rules.filter((rule) => rule.bus === bus);
  }

  rule(bus: string, name: string): RulePlan | undefined {
    return this.rules(bus).find((rule) => rule.name === name);
  }

  target(ruleArn: string, targetId: string): { rule: RulePlan; target: TargetPlan } | undefined {
    const rule = this.#rules.find(({ arn }) => arn === ruleArn);
    const target = rule?.targets.find(({ id }) => id === targetId);
    return rule && target && { rule, target };
  }

  isEnabled({ arn, enabled }: RulePlan): boolean {
    const disabled = this.#store.isDisabled(arn);
    return disabled === undefined ? enabled : !disabled;
  }

  setEnabled({ arn }: RulePlan, enabled: boolean): void {
    this.#store.setDisabled(arn, !enabled);
  }

  /**
   * Keeps an event for each target of each rule of the bus that matches it. Returns what is to be delivered:
   * it is kept by then. A bus that does not exist has no rules, and takes events nevertheless, as on AWS.
   */
  accept(bus: string, event: ServiceEvent): Delivery[] {
    const rules = this.rules(bus);
    if (rules.length === 0) {
      return [];
    }
    const text = JSON.stringify(event);
    const value: JsonValue = JSON.parse(text);
    const matching = rules.filter((rule) => rule.matches(value) && this.isEnabled(rule));
    const accepted = matching.flatMap((rule) =>
      rule.targets.map((target) => this.#delivery({ text, value }, rule, target)),
    );
    return this.#store.together(() => accepted.map((each) => this.#store.add(each)));
  }

  #delivery(
    { text, value }: { text: string; value: JsonValue },
    rule: RulePlan,
    target: TargetPlan,
  ): Accepted {
    const now = this.#clock.now();
    return {
      ruleArn: rule.arn,
      targetId: target.id,
      event: text,
      payload: target.read(value, {
        ruleArn: rule.arn,
        ruleName: rule.name,
        ingestionTime: new Date(now).toISOString(),
      }),
      acceptedAt: now,
      attempts: 0,
      nextAt: now,
    };
  }
}
