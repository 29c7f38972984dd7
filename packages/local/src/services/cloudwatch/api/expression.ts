import { ServiceError } from "@ashiato/aws-json/service-error";

type Values = Readonly<Record<string, number>>;
type Compute = (values: Values) => number;

const token = /\s*(?:(?<number>\d+(?:\.\d+)?(?:e[-+]?\d+)?)|(?<id>[a-z]\w*)|(?<symbol>[-+*/()]))\s*/iuy;

/**
 * Compiles metric math of numbers, ids, `+ - * /` and parentheses; functions are not supported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * Throws ServiceError ValidationError.
 */
export function compileExpression(text: string): { ids: string[]; compute: Compute } {
  const tokens = tokensOf(text);
  const ids: string[] = [];
  let at = 0;

  function sum(): Compute {
    let left = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const [isPlus, before] = [tokens[at] === "+", left];
      at += 1;
      const right = product();
      left = (values) => (isPlus ? before(values) + right(values) : before(values) - right(values));
    }
    return left;
  }

  function product(): Compute {
    let left = factor();
    while (tokens[at] === "*" || tokens[at] === "/") {
      const [isTimes, before] = [tokens[at] === "*", left];
      at += 1;
      const right = factor();
      left = (values) => (isTimes ? before(values) * right(values) : before(values) / right(values));
    }
    return left;
  }

  function factor(): Compute {
    const next = tokens[at] ?? "";
    at += 1;
    if (next === "-") {
      const negated = factor();
      return (values) => -negated(values);
    }
    if (next === "(") {
      const inner = sum();
      if (tokens[at] !== ")") {
        throw invalid(text);
      }
      at += 1;
      return inner;
    }
    if (/^\d/.test(next)) {
      const constant = Number(next);
      return () => constant;
    }
    if (!/^[a-z]/.test(next) || tokens[at] === "(") {
      throw invalid(text);
    }
    ids.push(next);
    return (values) => values[next] ?? Number.NaN;
  }

  const compute = sum();
  if (at < tokens.length) {
    throw invalid(text);
  }
  return { ids: [...new Set(ids)], compute };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) {
      throw invalid(text);
    }
    tokens.push(found[0].trim());
    at = token.lastIndex;
  }
  return tokens;
}

function invalid(text: string): ServiceError {
  return new ServiceError(
    "ValidationError",
    `The expression ${text} is not supported: it may have numbers, ids, + - * / and parentheses.`,
  );
}
