import type { JsonObject } from "../json.ts";
import type { DiagnosticList } from "./diagnostic.ts";
import type { QueryLanguage } from "./validation-context.ts";

export const STATE_TYPES = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"] as const;

export type StateType = (typeof STATE_TYPES)[number];

/** The fields of an object: those of both query languages and those of one alone. */
export type FieldTable = {
  required?: readonly string[];
  both: readonly string[];
  jsonPath?: readonly string[];
  jsonata?: readonly string[];
};

const EVERY_STATE = ["Type", "Comment", "QueryLanguage"];
const TRANSITION = ["Next", "End", "Assign"];
const ERROR_HANDLING = ["Retry", "Catch"];
const PATHS = ["InputPath", "OutputPath"];
const RESULT_PATHS = [...PATHS, "Parameters", "ResultSelector", "ResultPath"];

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html and the page of each type */
export const stateFields: Record<StateType, FieldTable> = {
  Pass: {
    both: [...EVERY_STATE, ...TRANSITION],
    jsonPath: [...PATHS, "Parameters", "ResultPath", "Result"],
    jsonata: ["Output"],
  },
  Task: {
    required: ["Resource"],
    both: [
      ...EVERY_STATE,
      ...TRANSITION,
      ...ERROR_HANDLING,
      "Resource",
      "Credentials",
      "TimeoutSeconds",
      "HeartbeatSeconds",
    ],
    jsonPath: [...RESULT_PATHS, "TimeoutSecondsPath", "HeartbeatSecondsPath"],
    jsonata: ["Arguments", "Output"],
  },
  Choice: {
    required: ["Choices"],
    both: [...EVERY_STATE, "Choices", "Default", "Assign"],
    jsonPath: PATHS,
    jsonata: ["Output"],
  },
  Wait: {
    both: [...EVERY_STATE, ...TRANSITION, "Seconds", "Timestamp"],
    jsonPath: [...PATHS, "SecondsPath", "TimestampPath"],
    jsonata: ["Output"],
  },
  Succeed: { both: EVERY_STATE, jsonPath: PATHS, jsonata: ["Output"] },
  Fail: { both: [...EVERY_STATE, "Error", "Cause"], jsonPath: ["ErrorPath", "CausePath"] },
  Parallel: {
    required: ["Branches"],
    both: [...EVERY_STATE, ...TRANSITION, ...ERROR_HANDLING, "Branches"],
    jsonPath: RESULT_PATHS,
    jsonata: ["Arguments", "Output"],
  },
  Map: {
    both: [
      ...EVERY_STATE,
      ...TRANSITION,
      ...ERROR_HANDLING,
      "ItemProcessor",
      "Iterator",
      "ItemSelector",
      "MaxConcurrency",
      "ToleratedFailureCount",
      "ToleratedFailurePercentage",
      "ItemReader",
      "ItemBatcher",
      "ResultWriter",
      "Label",
    ],
    jsonPath: [
      ...RESULT_PATHS,
      "ItemsPath",
      "MaxConcurrencyPath",
      "ToleratedFailureCountPath",
      "ToleratedFailurePercentagePath",
    ],
    jsonata: ["Items", "Output"],
  },
};

/** An object and where it stands. */
export type Located = { value: JsonObject; location: string; language: QueryLanguage };

/** Reports the fields that the table does not have, those of the other query language, and those that are missing. */
export function checkFields(table: FieldTable, located: Located, diagnostics: DiagnosticList): void {
  const { value, location, language } = located;
  const other = language === "JSONPath" ? "JSONata" : "JSONPath";
  const own = language === "JSONPath" ? table.jsonPath : table.jsonata;
  const others = language === "JSONPath" ? table.jsonata : table.jsonPath;
  for (const name of Object.keys(value)) {
    if (table.both.includes(name) || own?.includes(name) === true) {
      continue;
    }
    diagnostics.schema(
      others?.includes(name) === true
        ? `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${other}' QueryLanguage`
        : `Field '${name}' is not supported`,
      location,
    );
  }
  const missing = (table.required ?? []).filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) {
    diagnostics.schema(`These fields are required: [${missing.join(", ")}]`, location);
  }
}

/** Reports more than one of fields of which only one may be there; at least one if `required`. */
export function checkOneOf(
  names: readonly string[],
  located: Located & { required: boolean },
  diagnostics: DiagnosticList,
): void {
  const present = names.filter((name) => Object.hasOwn(located.value, name));
  if (present.length > 1) {
    diagnostics.schema(`Only one of these fields is allowed: [${names.join(", ")}]`, located.location);
  }
  if (present.length === 0 && located.required) {
    diagnostics.schema(`One of these fields is required: [${names.join(", ")}]`, located.location);
  }
}
