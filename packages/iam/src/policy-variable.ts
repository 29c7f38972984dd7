import { PolicyError } from "./policy-error.ts";
import type { RequestContext } from "./request.ts";

const variable = /\$\{(?<name>[^}]*)\}/gu;

/** `${*}`, `${?}` and `${$}` stand for the character itself. */
const literals = new Set(["*", "?", "$"]);

/**
 * Returns a text of a policy compiled: a text without variables is compiled once, any other for each request,
 * and is undefined when the request lacks a variable's value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *
 * Throws PolicyError for a variable with a default value.
 */
export function withVariables<Compiled>(
  text: string,
  compile: (text: string) => Compiled,
): (context: RequestContext) => Compiled | undefined {
  const names = [...text.matchAll(variable)].map(({ groups }) => groups?.["name"] ?? "");
  const unsupported = names.find((name) => name.includes(","));
  if (unsupported !== undefined) {
    throw new PolicyError(`the policy variable \${${unsupported}} with a default value is not supported`);
  }
  const characters = names.filter((name) => literals.has(name));
  if (characters.some((name) => name !== "$")) {
    throw new PolicyError(`the policy variable \${${characters[0]}} is not supported`);
  }
  if (names.length === 0) {
    const compiled = compile(text);
    return () => compiled;
  }
  return (context) => {
    const filled = fill(text, context);
    return filled === undefined ? undefined : compile(filled);
  };
}

function fill(text: string, context: RequestContext): string | undefined {
  let complete = true;
  const filled = text.replaceAll(variable, (_, name: string) => {
    const value = name === "$" ? "$" : context[name.toLowerCase()];
    complete &&= value !== undefined;
    return value ?? "";
  });
  return complete ? filled : undefined;
}
