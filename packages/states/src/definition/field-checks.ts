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
import type { FieldCheck } from "./field-table.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html, and the timeouts of a task and a
 * machine
 */
export const maxSeconds = 99_999_999;

/** The largest count of items, failures or children. */
export const maxCount = 2_147_483_647;

/** Reports `message` unless the value passes. */
function rule<T>(message: string, passes: (value: JsonValue) => boolean): FieldCheck<T> {
  return ({ value, location, diagnostics }) => {
    if (!passes(value)) {
      diagnostics.schema(message, location);
    }
  };
}

/** Returns a check of a part of the definition that has a validation of its own, `T` its type. */
export function checkedApart<T>(): FieldCheck<T> {
  return () => undefined;
}

/**
 * Returns a check that a JSONata state may also satisfy with an expression, whose value is checked when it is
 * evaluated.
 */
export function orExpression<T>(
  check: FieldCheck<T>,
  states: readonly StatesMember[] = [],
): FieldCheck<T | string> {
  return (field) => {
    const { value, location, language, diagnostics } = field;
    if (language === "JSONata" && typeof value === "string" && jsonataExpressionOf(value) !== undefined) {
      checkJsonataValue(value, { location, states }, diagnostics);
    } else {
      check(field);
    }
  };
}

export const isAnyValue: FieldCheck<JsonValue> = () => undefined;
export const isText = rule<string>("Expected value of type String", (value) => typeof value === "string");
export const isBoolean = rule<boolean>(
  "Expected value of type Boolean",
  (value) => typeof value === "boolean",
);
const isObject = rule<JsonObject>("Expected value of type Object", isJsonObject);
export const isPath = rule<string>(
  "Value is not a valid JSONPath",
  (value) => typeof value === "string" && isPathText(value),
);
export const isPathOrNull = rule<string | null>(
  "Value is not a valid JSONPath",
  (value) => value === null || (typeof value === "string" && isPathText(value)),
);
export const isReferencePath = rule<string>(
  "Value is not a Reference Path",
  (value) => typeof value === "string" && isReferencePathText(value),
);
export const isResultPathOrNull = rule<string | null>(
  "Value is not a Reference Path",
  (value) => value === null || (typeof value === "string" && isResultPath(value)),
);
export const isReferencePathOrCall = rule<string>(
  "Value is not a Reference Path or an intrinsic function call",
  (value) => typeof value === "string" && (isReferencePathText(value) || isIntrinsicCall(value)),
);
export const isTimestamp = rule<string>(
  "Value is not a timestamp of the form 2016-03-14T01:59:00Z",
  (value) => typeof value === "string" && parseTimestamp(value) !== undefined,
);
export const isArn = rule<string>(
  "Value is not a valid resource ARN",
  (value) => typeof value === "string" && /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/.test(value),
);

export function isInteger(min: number, max: number): FieldCheck<number> {
  return rule(
    `Value must be an integer between ${min} and ${max}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
  );
}

export const isAnyNumber = rule<number>(
  "Expected value of type Number",
  (value) => typeof value === "number",
);

export function isNumber(min: number, max: number): FieldCheck<number> {
  const range = Number.isFinite(max) ? `between ${min} and ${max}` : `of at least ${min}`;
  return rule(
    `Value must be a number ${range}`,
    (value) => typeof value === "number" && value >= min && value <= max,
  );
}

export function isOneOf<const T extends string>(values: readonly T[]): FieldCheck<T> {
  return rule(`Value must be one of the following: [${values.join(", ")}]`, (value) =>
    values.some((allowed) => allowed === value),
  );
}

export const isNonEmptyTextList = rule<string[]>(
  "Expected a non-empty Array of String",
  (value) => Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string"),
);

/**
 * Parameters, ResultSelector, ItemSelector and BatchInput: any JSON value, in which members of objects may be
 * paths.
 */
export const isPayloadTemplate: FieldCheck<JsonValue> = (field) => {
  checkPayloadTemplate(field.value, field.location, field.diagnostics);
};

/** Checks a value that may hold expressions anywhere, which can read these members of `$states`. */
export function holdsExpressions(...states: StatesMember[]): FieldCheck<JsonValue> {
  return ({ value, location, diagnostics }) => checkJsonataValue(value, { location, states }, diagnostics);
}

/** Checks an object whose values are templates of the state's query language. */
export function isTemplateObject(...states: StatesMember[]): FieldCheck<JsonObject> {
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

/** A template of the state's query language, of any JSON type. */
export const isTemplate: FieldCheck<JsonValue> = (field) =>
  field.language === "JSONPath" ? isPayloadTemplate(field) : holdsExpressions()(field);

/** The items of a Map state: an array, or an object for a Distributed Map, each with expressions anywhere. */
export const isItems: FieldCheck<JsonValue> = (field) => {
  const { value, location, diagnostics } = field;
  if (value === null || typeof value !== "object") {
    diagnostics.schema("Value must be an Array, an Object or a JSONata expression", location);
  }
  holdsExpressions()(field);
};

const variableName = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export function isAssign(...states: StatesMember[]): FieldCheck<JsonObject> {
  return (field) => {
    const { value, location, language, diagnostics } = field;
    isObject(field);
    for (const name of isJsonObject(value) ? Object.keys(value) : []) {
      const variable = language === "JSONPath" && name.endsWith(".$") ? name.slice(0, -2) : name;
      if (!variableName.test(variable) || variable === "states") {
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
