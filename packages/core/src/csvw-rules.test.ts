// The metadata against the rules of W3C's recommendation, which has no machine-readable schema:
// https://www.w3.org/TR/2015/REC-tabular-metadata-20151217/
import { expect, test } from "vitest";
import * as z from "zod";
import { exportVersion } from "./columns.ts";
import { csvwMetadata } from "./csvw.ts";
import { columnsOfExport, headerOfExport } from "./local-time.ts";

/** Section 5.11.1, Built-in Datatypes, as far as a column could have them. */
const builtIn = z.enum([
  "string",
  "normalizedString",
  "token",
  "boolean",
  "date",
  "dateTime",
  "dateTimeStamp",
  "time",
  "duration",
  "decimal",
  "integer",
  "long",
  "int",
  "nonNegativeInteger",
  "positiveInteger",
  "double",
  "float",
  "number",
  "anyURI",
  "QName",
  "hexBinary",
  "base64Binary",
  "json",
  "xml",
  "html",
  "any",
  "datetime",
  "binary",
]);

/** Section 5.11.2: lengths are for texts alone, and a minimum is not above its maximum. */
const derived = z
  .strictObject({
    base: builtIn,
    format: z.string().optional(),
    length: z.int().nonnegative().optional(),
    minLength: z.int().nonnegative().optional(),
    maxLength: z.int().nonnegative().optional(),
  })
  .refine(({ base, length, minLength, maxLength }) => {
    const isText = ["string", "normalizedString", "token", "anyURI"].includes(base);
    const hasLength = [length, minLength, maxLength].some((each) => each !== undefined);
    return (isText || !hasLength) && (minLength ?? 0) <= (maxLength ?? Infinity);
  });

/** Section 5.6: a name is a variable of a URI template, and does not begin with an underscore. */
const name = z.string().regex(/^(?!_)(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+$/);

/** Section 5.8: common properties have a prefix of the initial context, or are URLs. */
const dublinCore = { "dc:title": z.string(), "dc:description": z.string(), "dc:created": z.iso.datetime() };

const column = z.strictObject({
  name,
  titles: z.union([z.string(), z.array(z.string())]),
  "dc:description": dublinCore["dc:description"],
  datatype: z.union([builtIn, derived]),
  required: z.boolean().optional(),
});

/** Section 5.4, 5.5 and 5.9. */
const table = z.strictObject({
  "@context": z.tuple([
    z.literal("http://www.w3.org/ns/csvw"),
    z.union([z.strictObject({ "@language": z.string() }), z.strictObject({ "@base": z.url() })]),
  ]),
  url: z.string().min(1),
  ...dublinCore,
  dialect: z.strictObject({
    encoding: z.string(),
    delimiter: z.string().length(1),
    quoteChar: z.string().length(1),
    doubleQuote: z.boolean(),
    header: z.boolean(),
  }),
  tableSchema: z.strictObject({
    columns: z.array(column).min(1),
    primaryKey: z.array(name).min(1),
  }),
});

const metadata = (localTime: boolean) =>
  csvwMetadata({
    url: "locations_2026-11-21.csv",
    date: "2026-11-21",
    version: 1,
    timeZone: "Asia/Tokyo",
    schemaVersion: exportVersion,
    localTime,
    createdAt: "2026-11-21T16:00:00.000Z",
  });

test.each([false, true])("keeps to the rules of the recommendation, with local times: %s", (localTime) => {
  const { tableSchema } = table.parse(metadata(localTime));
  const names = tableSchema.columns.map((each) => each.name);
  expect(new Set(names).size).toBe(names.length);
  // The values of a key must be unique together; some reports have no source.
  const optional = tableSchema.columns.filter((each) => !each.required).map((each) => each.name);
  expect(names).toEqual(expect.arrayContaining(tableSchema.primaryKey));
  expect(optional.filter((each) => tableSchema.primaryKey.includes(each))).toEqual(["source"]);
  // A reader compares the titles with the header, in their order.
  expect(tableSchema.columns.map(({ titles }) => titles).join(",")).toBe(headerOfExport(localTime));
  expect(columnsOfExport(localTime).map((each) => each.name)).toEqual(names);
});

/** Values as an export writes them: section 6.4.2 to 6.4.4 of the recommendation. */
const lexical = new Map<string, RegExp>([
  ["dateTime", /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/],
  ["decimal", /^[+-]?\d+(?:\.\d+)?$/],
  ["boolean", /^(?:true|false|1|0)$/],
]);
const row =
  "phone-1,2026-11-21T00:00:00.123456Z,35.6812361,-139.7671250,8.500,-2.000,,1.400,270.000,0.720,true,0192f0c1-7a10-8000-8000-000000000001,2026-11-21T00:00:01.000000Z,ok,acme,2026-11-21T09:00:00.123456+09:00";

test("gives each column a type in whose words its values are written", () => {
  const { columns } = table.parse(metadata(true)).tableSchema;
  const values = row.split(",");
  expect(values).toHaveLength(columns.length);
  for (const [index, { datatype, required = false, name: of }] of columns.entries()) {
    const value = values[index] ?? "";
    expect(required && value === "", of).toBe(false);
    const pattern = lexical.get(typeof datatype === "string" ? datatype : datatype.base);
    expect(value === "" || pattern === undefined || pattern.test(value), `${of} ${value}`).toBe(true);
    const { maxLength = Infinity } = typeof datatype === "object" ? datatype : {};
    expect(value.length, of).toBeLessThanOrEqual(maxLength);
  }
});
