/** Returns true if a text fits. */
export type Matches = (text: string) => boolean;

const everything: Matches = () => true;

/**
 * Returns the match of a pattern in which `*` stands for any characters and `?` for one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function wildcard(pattern: string, { ignoreCase = false } = {}): Matches {
  if (pattern === "*") {
    return everything;
  }
  if (!/[*?]/.test(pattern) && !ignoreCase) {
    return (text) => text === pattern;
  }
  const source = pattern
    .split(/(?<wild>[*?])/)
    .map((part) => (part === "*" ? ".*" : part === "?" ? "." : escapeExpression(part)))
    .join("");
  const expression = new RegExp(`^${source}$`, ignoreCase ? "isu" : "su");
  return (text) => expression.test(text);
}

/**
 * Returns the match of an ARN: each of its six parts is compared by itself, so that `*` reaches past no colon
 * but those of the last part. A pattern that is `*` alone matches everything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function arnPattern(pattern: string): Matches {
  if (pattern === "*") {
    return everything;
  }
  const parts = arnParts(pattern).map((part) => wildcard(part));
  return (text) => {
    const given = arnParts(text);
    return given.length === parts.length && parts.every((matches, index) => matches(given[index] ?? ""));
  };
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

/** Returns a text that a regular expression takes for itself. */
export function escapeExpression(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
