import type { NormalizedSchema } from "@smithy/core/schema";
import { integerOf, toDouble } from "../exact-integer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";

/** Returns `BucketName` of `bucketName`: Step Functions' spelling of every member, whatever the API's own. */
function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Returns the members of a structure by their names in PascalCase. */
function membersOf(schema: NormalizedSchema): Map<string, { name: string; schema: NormalizedSchema }> {
  const members = [...schema.structIterator()];
  return new Map(members.map(([name, member]) => [pascal(name), { name, schema: member }]));
}

/**
 * Returns a task's parameters as the SDK's command takes them: members in the API's spelling, timestamps as
 * Date, blobs as bytes. A blob among the parameters themselves (a Body, a Payload) is the text that it is;
 * one further inside is base64, as JSON has bytes. Throws an Error that names a member which the API does not
 * have.
 */
export function toRequest(value: JsonValue, schema: NormalizedSchema, depth = 0): unknown {
  if (value === null) {
    return undefined;
  }
  if (schema.isStructSchema() && isJsonObject(value)) {
    const members = membersOf(schema);
    const entries = Object.entries(value).map(([name, member]) => {
      const known = members.get(name);
      if (!known) {
        throw unknownMember(name);
      }
      return [known.name, toRequest(member, known.schema, depth + 1)];
    });
    return Object.fromEntries(entries);
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => toRequest(item, schema.getValueSchema(), depth + 1));
  }
  if (schema.isMapSchema() && isJsonObject(value)) {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, toRequest(member, schema.getValueSchema(), depth + 1)]),
    );
  }
  if (schema.isTimestampSchema()) {
    return typeof value === "number"
      ? new Date(value * 1000)
      : new Date(typeof value === "string" ? value : Number.NaN);
  }
  if (schema.isBlobSchema()) {
    return Buffer.from(
      typeof value === "string" ? value : JSON.stringify(value),
      depth > 1 ? "base64" : "utf8",
    );
  }
  return toDouble(value);
}

function unknownMember(name: string): Error {
  const error = new Error(`The parameter '${name}' is not one of the action's.`);
  return Object.assign(error, { name: "ValidationException", statusCode: 400 });
}

/**
 * Returns what an SDK's command answered, as a task returns it: members in PascalCase, timestamps as ISO
 * text, bytes as text.
 */
export async function toAnswer(value: unknown, schema: NormalizedSchema): Promise<JsonValue> {
  if (value === undefined || value === null) {
    return null;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (schema.isBlobSchema()) {
    return blobText(value);
  }
  if (Array.isArray(value)) {
    const item = schema.isListSchema() ? schema.getValueSchema() : schema;
    return Promise.all(value.map((member) => toAnswer(member, item)));
  }
  if (typeof value !== "object") {
    return typeof value === "bigint" ? integerOf(String(value)) : JSON.parse(JSON.stringify(value));
  }
  const answer: JsonObject = {};
  const members = schema.isStructSchema() ? schema.getMemberSchemas() : {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || (name === "$metadata" && schema.isStructSchema())) {
      continue;
    }
    const own = schema.isMapSchema() ? schema.getValueSchema() : (members[name] ?? schema);
    answer[schema.isMapSchema() ? name : pascal(name)] = await toAnswer(member, own);
  }
  return answer;
}

/** Returns a blob's text: the body of an object, or bytes that are not text in base64. */
async function blobText(value: unknown): Promise<string> {
  const { transformToString }: { transformToString?: () => Promise<string> } = Object(value);
  if (transformToString) {
    return transformToString.call(value);
  }
  if (!(value instanceof Uint8Array)) {
    return String(value);
  }
  const text = Buffer.from(value).toString();
  return text.includes("\uFFFD") ? Buffer.from(value).toString("base64") : text;
}

/**
 * Returns what is wrong with an answer by the API's model; undefined when nothing is. `required` asks for the
 * members that the API always returns, too.
 */
export function answerProblem(
  value: JsonValue,
  schema: NormalizedSchema,
  { required, at = "" }: { required: boolean; at?: string },
): string | undefined {
  if (schema.isStructSchema()) {
    return isJsonObject(value)
      ? structureProblem(value, schema, { required, at })
      : `${at || "The result"} is not an object`;
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return Array.isArray(value)
      ? firstOf(
          value.map((member, index) => answerProblem(member, item, { required, at: `${at}[${index}]` })),
        )
      : `${at} is not a list`;
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    return isJsonObject(value)
      ? firstOf(
          Object.entries(value).map(([key, item]) =>
            answerProblem(item, member, { required, at: `${at}.${key}` }),
          ),
        )
      : `${at} is not an object`;
  }
  const type = scalarTypeOf(schema);
  return type === undefined || type.includes(typeof toDouble(value))
    ? undefined
    : `${at} is not a ${type[0]}`;
}

function structureProblem(
  value: JsonObject,
  schema: NormalizedSchema,
  { required, at }: { required: boolean; at: string },
): string | undefined {
  const members = membersOf(schema);
  const prefix = at === "" ? "" : `${at}.`;
  const missing = required
    ? requiredOf(schema).find((name) => !Object.hasOwn(value, pascal(name)))
    : undefined;
  if (missing !== undefined) {
    return `${prefix}${pascal(missing)} is missing`;
  }
  return firstOf(
    Object.entries(value).map(([name, member]) => {
      const known = members.get(name);
      return known === undefined
        ? `${prefix}${name} is not a member of ${schema.getName() ?? "the result"}`
        : answerProblem(member, known.schema, { required, at: `${prefix}${name}` });
    }),
  );
}

/** The model lists the members that are required first, and says how many they are. */
function requiredOf(schema: NormalizedSchema): string[] {
  const [kind, , , , names, , count] = schema.getSchema() as unknown[];
  return kind === 3 && Array.isArray(names) && typeof count === "number" ? names.slice(0, count) : [];
}

/** Returns what `typeof` may say of a scalar, the word for people first; undefined for anything. */
function scalarTypeOf(schema: NormalizedSchema): string[] | undefined {
  if (schema.isBooleanSchema()) {
    return ["boolean"];
  }
  if (schema.isNumericSchema()) {
    return ["number"];
  }
  if (schema.isTimestampSchema()) {
    return ["timestamp", "string", "number"];
  }
  return schema.isStringSchema() ? ["string"] : undefined;
}

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
