import { PolicyError } from "./policy-error.ts";
import { withVariables } from "./policy-variable.ts";
import type { RequestContext } from "./request.ts";
import { arnPattern, type Matches, wildcard } from "./wildcard.ts";

/** Returns true if a request meets the condition. */
export type Condition = (context: RequestContext) => boolean;

/** `{ "StringLike": { "s3:prefix": ["work/*"] } }` */
export type ConditionBlock = Record<string, Record<string, string[]>>;

type Operator = { compile: (value: string) => Matches; negated: boolean };

/**
 * The operators that are supported, of those that AWS has:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: exactly, negated: false },
  StringNotEquals: { compile: exactly, negated: true },
  StringEqualsIgnoreCase: { compile: ignoringCase, negated: false },
  StringLike: { compile: (value) => wildcard(value), negated: false },
  StringNotLike: { compile: (value) => wildcard(value), negated: true },
  // AWS: the two behave identically.
  ArnEquals: { compile: arnPattern, negated: false },
  ArnLike: { compile: arnPattern, negated: false },
  ArnNotEquals: { compile: arnPattern, negated: true },
  ArnNotLike: { compile: arnPattern, negated: true },
  Bool: { compile: ignoringCase, negated: false },
};

/**
 * Returns a block of conditions compiled. All of them must hold; of one key's values, one must fit, or for a
 * negated operator none. A key that the request lacks fits no operator but a negated one and `…IfExists`.
 *
 * Throws PolicyError for an operator that is not supported, by its name.
 */
export function compileConditions(block: ConditionBlock): Condition {
  const conditions = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(operator, key.toLowerCase(), values)),
  );
  return (context) => conditions.every((holds) => holds(context));
}

function compileCondition(operator: string, key: string, values: readonly string[]): Condition {
  if (operator === "Null") {
    const absent = new Set(values.map((value) => value.toLowerCase() === "true"));
    return (context) => absent.has(context[key] === undefined);
  }
  const ifExists = operator.endsWith("IfExists");
  const name = ifExists ? operator.slice(0, -"IfExists".length) : operator;
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!known) {
    throw new PolicyError(`the condition operator ${operator} is not supported`);
  }
  const { compile, negated } = known;
  const compiled = values.map((value) => withVariables(value, compile));
  return (context) => {
    const given = context[key];
    if (given === undefined) {
      return ifExists || negated;
    }
    const fits = compiled.some((matchesOf) => matchesOf(context)?.(given) === true);
    return negated ? !fits : fits;
  };
}

function exactly(value: string): Matches {
  return (text) => text === value;
}

function ignoringCase(value: string): Matches {
  const lower = value.toLowerCase();
  return (text) => text.toLowerCase() === lower;
}
