import type * as z from "zod";
import { shownKey, shownValue } from "./shown-value.ts";

type RawIssue = z.core.$ZodRawIssue;

/** What a value is called that a schema expects, by zod's name of it. */
const kinds: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
};
const formats: Record<string, string> = {
  date: "a date yyyy-MM-dd",
  datetime: "an RFC 3339 time with a zone",
  email: "a mail address",
  url: "a URL",
  uuid: "a UUID",
};

/**
 * Returns an issue of a schema without a message of its own in plain words that follow the value's path, such
 * as `must be at least 0`. The error map of `safeParse`: https://zod.dev/error-customization
 */
export function plainIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `must ${limited(issue, "at least", Number(issue.minimum))}`;
    case "too_big":
      return `must ${limited(issue, "at most", Number(issue.maximum))}`;
    case "invalid_format":
      return issue.pattern === undefined || issue.format in formats
        ? `must be ${formats[issue.format] ?? issue.format}`
        : `must match ${issue.pattern}`;
    case "invalid_value":
      return `must be ${issue.values.map((each) => JSON.stringify(each)).join(" or ")}`;
    case "unrecognized_keys":
      return `has no member ${shownKey(JSON.stringify(issue.keys[0]))}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return "fits none of its forms";
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return undefined;
  }
}

function limited(
  { origin, inclusive }: { origin: string; inclusive?: boolean | undefined },
  bound: "at least" | "at most",
  limit: number,
): string {
  switch (origin) {
    case "string":
      return `have ${bound} ${limit} ${limit === 1 ? "character" : "characters"}`;
    case "array":
    case "set":
      return `have ${bound} ${limit} ${limit === 1 ? "member" : "members"}`;
    default:
      return inclusive === false
        ? `be ${bound === "at least" ? "more" : "less"} than ${limit}`
        : `be ${bound} ${limit}`;
  }
}

/**
 * Returns the first issue of an input with its path and value: `limits.perDay must be at least 1, got -3`.
 */
export function issueText({ issues: [issue] }: z.ZodError, input: unknown): string {
  if (issue === undefined) {
    return "";
  }
  const path = issue.path.join(".") || "it";
  if (issue.code === "unrecognized_keys") {
    return `${path} ${issue.message}`;
  }
  const value = issue.path.reduce<unknown>((each, name) => Object(each)[name], input);
  if (value === undefined) {
    return `${path} is missing`;
  }
  // A schema that is used elsewhere, too, may name the value itself.
  const got = issue.message.includes(", got ") ? "" : `, got ${shownValue(value)}`;
  return `${path} ${issue.message}${got}`;
}
