import { z } from "zod";

/**
 * A field of a record, as the Data API's JSON format has it.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_Field.html
 */
const field = z.union([
  z.object({ isNull: z.literal(true) }),
  z.object({ booleanValue: z.boolean() }),
  z.object({ longValue: z.number() }),
  z.object({ doubleValue: z.number() }),
  z.object({ stringValue: z.string() }),
]);

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ColumnMetadata.html */
const columnMetadata = z.object({
  name: z.string(),
  label: z.string(),
  typeName: z.string(),
  nullable: z.number(),
  precision: z.number(),
  scale: z.number(),
  length: z.number(),
  isSigned: z.boolean(),
  isCaseSensitive: z.boolean(),
  isCurrency: z.boolean(),
  schemaName: z.string(),
  tableName: z.string(),
  /** Of a declared column alone. */
  columnDefault: z.string().optional(),
});

export const resultPage = z.array(z.array(field));
export const resultColumns = z.array(columnMetadata);

export type Field = z.infer<typeof field>;
export type ColumnMetadata = z.infer<typeof columnMetadata>;
