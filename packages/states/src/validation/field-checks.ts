import { parseTimestamp } from "../choice/timestamp.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { jsonataExpressionOf } from "../jsonata/evaluate-jsonata.ts";
import { checkJsonataValue, type StatesMember } from "./check-jsonata.ts";
import {
  checkPayloadTemplate,
  isIntrinsicCall,
  isPathText,
  isReferencePathText,
  isResultPath,
} from "./check-payload-template.ts";
import type { DiagnosticList } from "./diagnostic.ts";
import type { QueryLanguage } from "./validation-context.ts";

/** One field under validation. */
export type Field = {
  name: string;
  value: JsonValue;
  location: string;
  language: QueryLanguage;
  diagnostics: DiagnosticList;
};

export type FieldCheck = (field: Field) => void;

/** Runs the check of each field of `value` that has one. */
export function checkFieldValues(
  checks: Readonly<Record<string, FieldCheck>>,
  value: JsonObject,
  place: Omit<Field, "name" | "value">,
): void {
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(checks, name)) {
      checks[name]?.({ ...place, name, value: member, location: `${place.location}/${name}` });
    }
  }
}

/** A check that reports `message` unless the value passes. */
function rule(message: string, passes: (value: JsonValue) => boolean): FieldCheck {
  return ({ value, location, diagnostics }) => {
    if (!passes(value)) {
      diagnostics.schema(message, location);
    }
  };
}

/** A check that a JSONata state may also satisfy with an expression, to be checked at run time. */
export function orExpression(check: FieldCheck, states: readonly StatesMember[] = []): FieldCheck {
  return (field) => {
    const { value, location, language, diagnostics } = field;
    if (language === "JSONata" && typeof value === "string" && jsonataExpressionOf(value) !== undefined) {
      checkJsonataValue(value, { location, states }, diagnostics);
    } else {
      check(field);
    }
  };
}

export const isAnyValue: FieldCheck = () => undefined;
export const isText = rule("Expected value of type String", (value) => typeof value === "string");
export const isBoolean = rule("Expected value of type Boolean", (value) => typeof value === "boolean");
export const isObject = rule("Expected value of type Object", isJsonObject);
export const isPath = rule(
  "Value is not a valid JSONPath",
  (value) => typeof value === "string" && isPathText(value),
);
export const isPathOrNull = rule(
  "Value is not a valid JSONPath",
  (value) => value === null || (typeof value === "string" && isPathText(value)),
);
export const isReferencePath = rule(
  "Value is not a Reference Path",
  (value) => typeof value === "string" && isReferencePathText(value),
);
export const isResultPathOrNull = rule(
  "Value is not a Reference Path",
  (value) => value === null || (typeof value === "string" && isResultPath(value)),
);
export const isReferencePathOrCall = rule(
  "Value is not a Reference Path or an intrinsic function call",
  (value) => typeof value === "string" && (isReferencePathText(value) || isIntrinsicCall(value)),
);
export const isTimestamp = rule(
  "Value is not a timestamp of the form 2016-03-14T01:59:00Z",
  (value) => typeof value === "string" && parseTimestamp(value) !== undefined,
);
export const isArn = rule(
  "Value is not a valid resource ARN",
  (value) => typeof value === "string" && /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/.test(value),
);

export function isInteger(min: number, max: number): FieldCheck {
  return rule(
    `Value must be an integer between ${min} and ${max}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
  );
}

export const isAnyNumber = rule("Expected value of type Number", (value) => typeof value === "number");

export function isNumber(min: number, max: number): FieldCheck {
  const range = Number.isFinite(max) ? `between ${min} and ${max}` : `of at least ${min}`;
  return rule(
    `Value must be a number ${range}`,
    (value) => typeof value === "number" && value >= min && value <= max,
  );
}

export function isOneOf(values: readonly string[]): FieldCheck {
  return rule(
    `Value must be one of the following: [${values.join(", ")}]`,
    (value) => typeof value === "string" && values.includes(value),
  );
}

export function isNonEmptyListOf(kind: "String" | "Object"): FieldCheck {
  return rule(
    `Expected a non-empty Array of ${kind}`,
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((item) => (kind === "String" ? typeof item === "string" : isJsonObject(item))),
  );
}

/** Parameters, ResultSelector, ItemSelector and BatchInput: any JSON value, in which members of objects may be paths. */
export const isPayloadTemplate: FieldCheck = ({ value, location, diagnostics }) =>
  checkPayloadTemplate(value, location, diagnostics);

/** A value that may hold expressions anywhere, which can read these members of `$states`. */
export function holdsExpressions(...states: StatesMember[]): FieldCheck {
  return ({ value, location, diagnostics }) => checkJsonataValue(value, { location, states }, diagnostics);
}

/** An object whose values are templates of the state's query language. */
export function isTemplateObject(...states: StatesMember[]): FieldCheck {
  return (field) => {
    if (field.language === "JSONPath") {
      isObject(field);
      isPayloadTemplate(field);
      return;
    }
    orExpression((constant) => {
      isObject(constant);
      holdsExpressions(...states)(constant);
    }, states)(field);
  };
}

/** The items of a Map state: an array, or an object for a Distributed Map, each with expressions anywhere. */
export const isItems: FieldCheck = (field) => {
  const { value, location, diagnostics } = field;
  if (value === null || typeof value !== "object") {
    diagnostics.schema("Value must be an Array, an Object or a JSONata expression", location);
  }
  holdsExpressions()(field);
};

const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export function isAssign(...states: StatesMember[]): FieldCheck {
  return (field) => {
    const { value, location, language, diagnostics } = field;
    isObject(field);
    for (const name of isJsonObject(value) ? Object.keys(value) : []) {
      const variable = language === "JSONPath" && name.endsWith(".$") ? name.slice(0, -2) : name;
      if (!VARIABLE_NAME.test(variable) || variable === "states") {
        diagnostics.schema(`'${variable}' is not a valid variable name`, location);
      }
    }
    if (language === "JSONPath") {
      checkPayloadTemplate(value, location, diagnostics);
    } else {
      checkJsonataValue(value, { location, states }, diagnostics);
    }
  };
}
