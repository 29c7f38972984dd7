import { SqlError } from "../errors.ts";
import type { Token } from "./tokenize.ts";

/** A named parameter of the Data API: text that represents one value. */
export type SqlParameter = { name: string; value: string };

/**
 * Puts parameters' values in the places of `:name`. A value becomes a string literal, which Redshift casts to
 * what the expression needs; a parameter is a value and never a name or a keyword. One inside a
 * quoted string, such as UNLOAD's query, is text and is not bound.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling.html (Running SQL statements with
 * parameters)
 */
export function bindParameters(tokens: readonly Token[], parameters: readonly SqlParameter[]): Token[] {
  if (parameters.length === 0) {
    return [...tokens];
  }
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  return tokens.map((token) => {
    if (token.kind !== "parameter") {
      return token;
    }
    const value = values.get(token.text);
    if (value === undefined) {
      throw new SqlError("invalid_value", `the parameter :${token.text} has no value`);
    }
    if (value === "") {
      throw new SqlError("invalid_value", `the parameter :${token.text} has a value of zero length`);
    }
    return { ...token, kind: "string", text: value };
  });
}

/** Returns the names of the parameters that a statement uses, as written. */
export function parameterNames(tokens: readonly Token[]): Set<string> {
  return new Set(tokens.filter((token) => token.kind === "parameter").map((token) => token.text));
}
