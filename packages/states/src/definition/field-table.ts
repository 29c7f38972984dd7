import type { JsonObject, JsonValue } from "../json.ts";
import type { DiagnosticList } from "./diagnostic.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export type QueryLanguage = "JSONPath" | "JSONata";

/** One field under validation. */
type Field = {
  name: string;
  value: JsonValue;
  location: string;
  language: QueryLanguage;
  diagnostics: DiagnosticList;
};

/** Reports what is wrong with a field. `T` is the type of the values that it lets pass. */
export type FieldCheck<T = unknown> = ((field: Field) => void) & { readonly passes?: T };

type Checks = Readonly<Record<string, FieldCheck>>;

/** The fields of an object, each with its check: those of both query languages and those of one alone. */
export type FieldTable = {
  required?: readonly string[];
  both: Checks;
  jsonPath?: Checks;
  jsonata?: Checks;
};

type Checked<T> = { -readonly [K in keyof T]?: T[K] extends FieldCheck<infer V> ? V : never };

type Part<T, K extends string> = T extends Readonly<Record<K, infer C>> ? Checked<C> : object;

type RequiredName<T> = T extends { readonly required: readonly (infer N extends string)[] } ? N : never;

/** The type of an object that a table's checks let pass. */
export type FieldsOf<T extends FieldTable> = WithRequired<
  Part<T, "both"> & Part<T, "jsonPath"> & Part<T, "jsonata">,
  RequiredName<T>
>;

type WithRequired<T, K extends string> = Omit<T, K> & { [N in K & keyof T]-?: Exclude<T[N], undefined> };

/** Returns a table as it is written, its required names kept for `FieldsOf`. */
export function fieldTable<const T extends FieldTable>(table: T): T {
  return table;
}

/** An object and where it stands. */
export type Located = { value: JsonObject; location: string; language: QueryLanguage };

/**
 * Reports the fields that the table does not have, those of the other query language and those that are
 * missing, and what the checks find in the others.
 */
export function checkFields(table: FieldTable, located: Located, diagnostics: DiagnosticList): void {
  const { value, location, language } = located;
  const other = language === "JSONPath" ? "JSONata" : "JSONPath";
  const own = language === "JSONPath" ? table.jsonPath : table.jsonata;
  const others = language === "JSONPath" ? table.jsonata : table.jsonPath;
  for (const name of Object.keys(value)) {
    if (checkIn(table.both, name) === undefined && checkIn(own, name) === undefined) {
      diagnostics.schema(
        checkIn(others, name) === undefined
          ? `Field '${name}' is not supported`
          : `The QueryLanguage is set to '${language}', but field '${name}' is only supported for the '${other}' QueryLanguage`,
        location,
      );
    }
  }
  const missing = (table.required ?? []).filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) {
    diagnostics.schema(`These fields are required: [${missing.join(", ")}]`, location);
  }
  for (const [name, member] of Object.entries(value)) {
    const check = checkIn(table.both, name) ?? checkIn(own, name) ?? checkIn(others, name);
    check?.({ name, value: member, location: `${location}/${name}`, language, diagnostics });
  }
}

function checkIn(checks: Checks | undefined, name: string): FieldCheck | undefined {
  return checks !== undefined && Object.hasOwn(checks, name) ? checks[name] : undefined;
}

/** Reports more than one of the fields of which only one may be there, and, if `required`, none of them. */
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
