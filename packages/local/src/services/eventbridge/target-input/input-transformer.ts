import type { JsonValue } from "../event-pattern/json-value.ts";
import { readInputPath } from "./input-path.ts";

export type InputTransformer = {
  /** Paths into the event, by the names of variables. */
  inputPaths: Readonly<Record<string, string>>;
  /** JSON, or texts in quotes, a line each, with `<variable>` where a value is to be. */
  inputTemplate: string;
};

/** What a template can say beside what its paths find. */
export type RuleVariables = {
  ruleArn: string;
  ruleName: string;
  /** When the bus took the event: ISO 8601. */
  ingestionTime: string;
};

/** A piece of the template: text, or a variable that stands within quotes or outside of them. */
type Piece = { text: string } | { variable: string; isQuoted: boolean };

const placeholder = /<(?<name>[\w.-]+)>/gu;

/**
 * Reads an input transformer. Outside of quotes a variable becomes its JSON, within them its text. One whose
 * path finds nothing is an empty text.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 *
 * Throws SyntaxError for a path or a template that AWS refuses.
 */
export function readInputTransformer({
  inputPaths,
  inputTemplate,
}: InputTransformer): (event: JsonValue, rule: RuleVariables) => string {
  const paths = Object.entries(inputPaths).map(([name, path]): [string, ReturnType<typeof readInputPath>] => [
    name,
    readInputPath(path),
  ]);
  const reserved = paths.find(([name]) => /^aws\./iu.test(name));
  if (reserved) {
    throw new SyntaxError(`The variable ${reserved[0]} begins with AWS., which is reserved`);
  }
  const pieces = readPieces(inputTemplate);
  const known = new Set([...paths.map(([name]) => name), ...Object.keys(ownVariables)]);
  checkTemplate(inputTemplate, pieces, known);
  return (event, rule) => {
    const values = new Map(paths.map(([name, find]): [string, JsonValue] => [name, find(event) ?? ""]));
    return pieces
      .map((piece) => {
        if ("text" in piece) {
          return piece.text;
        }
        const value = values.get(piece.variable) ?? ownVariables[piece.variable]?.(event, rule) ?? "";
        return piece.isQuoted ? quotedText(value) : JSON.stringify(value);
      })
      .join("");
  };
}

/** The variables that need no path. */
const ownVariables: Readonly<Record<string, (event: JsonValue, rule: RuleVariables) => JsonValue>> = {
  "aws.events.rule-arn": (_event, { ruleArn }) => ruleArn,
  "aws.events.rule-name": (_event, { ruleName }) => ruleName,
  "aws.events.event.ingestion-time": (_event, { ingestionTime }) => ingestionTime,
  "aws.events.event.json": (event) => event,
  "aws.events.event": (event) =>
    Object.fromEntries(Object.entries(event ?? {}).filter(([name]) => name !== "detail")),
};

/** Returns a value as part of a text in JSON: of an object, its JSON without quotes. */
function quotedText(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "");
  return JSON.stringify(text).slice(1, -1);
}

function readPieces(template: string): Piece[] {
  const pieces: Piece[] = [];
  let isQuoted = false;
  let at = 0;
  for (const match of template.matchAll(placeholder)) {
    const text = template.slice(at, match.index);
    isQuoted = unescapedQuotes(text) % 2 === 1 ? !isQuoted : isQuoted;
    pieces.push({ text }, { variable: match.groups?.["name"] ?? "", isQuoted });
    at = match.index + match[0].length;
  }
  return [...pieces, { text: template.slice(at) }];
}

function unescapedQuotes(text: string): number {
  return text.replaceAll(/\\./gsu, "").split('"').length - 1;
}

/** Throws SyntaxError for a template that names an unknown variable, or that is neither JSON nor texts. */
function checkTemplate(template: string, pieces: readonly Piece[], known: ReadonlySet<string>): void {
  const unknown = pieces
    .flatMap((piece) => ("variable" in piece ? piece.variable : []))
    .find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new SyntaxError(`The template names the variable <${unknown}>, which has no path`);
  }
  const filled = pieces
    .map((piece) => ("text" in piece ? piece.text : piece.isQuoted ? "x" : "null"))
    .join("");
  const lines = filled.split("\n").filter((line) => line.trim() !== "");
  if (!isJson(filled) && !lines.every((line) => line.trim().startsWith('"') && isJson(line))) {
    throw new SyntaxError(`The template ${template} is neither JSON nor texts in quotes`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return false;
    }
    throw error;
  }
}
