import { isArray, isObject, type JsonValue } from "../event-pattern/json-value.ts";

/** A step of a path: a member's name, the place in a list, or all of a list or an object. */
type Step = { name: string } | { index: number } | "all";

const stepPattern = /\.(?<name>[\w/-]+)|\.(?<all>\*)|\[(?<index>\d+|\*)\]/uy;

/**
 * Reads a path of EventBridge's part of JSONPath: `$`, `$.detail.state`, `$.resources[0]`,
 * `$.detail.items[*].id`. Returns the lookup, whose answer is undefined where an event has no such value.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 *
 * Throws SyntaxError naming a path of any other form.
 */
export function readInputPath(path: string): (event: JsonValue) => JsonValue | undefined {
  const steps = readSteps(path);
  const isMany = steps.includes("all");
  return (event) => {
    const found = steps.reduce<JsonValue[]>(
      (values, step) => values.flatMap((each) => take(each, step)),
      [event],
    );
    return isMany && found.length > 0 ? found : found[0];
  };
}

function readSteps(path: string): Step[] {
  const steps: Step[] = [];
  let at = 1;
  while (at < path.length) {
    stepPattern.lastIndex = at;
    const groups = path.startsWith("$") ? stepPattern.exec(path)?.groups : undefined;
    if (!groups) {
      break;
    }
    at = stepPattern.lastIndex;
    const { name, index } = groups;
    if (name !== undefined) {
      steps.push({ name });
    } else {
      steps.push(index === undefined || index === "*" ? "all" : { index: Number(index) });
    }
  }
  if (!path.startsWith("$") || at < path.length) {
    throw new SyntaxError(`The path ${path} is not of the form $.name.name[0]`);
  }
  return steps;
}

function take(value: JsonValue, step: Step): readonly JsonValue[] {
  if (step === "all") {
    return isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  }
  if ("index" in step) {
    const element = isArray(value) ? value[step.index] : undefined;
    return element === undefined ? [] : [element];
  }
  const member = isObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
  return member === undefined ? [] : [member];
}
