import type * as z from "zod";
import type { Unit } from "./units.ts";

export type DecimalType = `decimal(${number},${number})`;

/** A heading in lower case without blanks and punctuation, with the unit of its values if it is not ours. */
export type Heading = string | readonly [string, Unit];

/** A column of the location table, with the same name in Glue, in SQL and in the CSV header. */
export type Column = {
  readonly name: string;
  /**
   * Whether every row has a value; the field of a missing value is empty. Only the columns of version 1 can
   * be required, because earlier rows lack the later ones.
   */
  readonly required?: true;
  /** The version of the list that added the column; absent in the first. */
  readonly since?: number;
  /** What the column holds, with its unit; becomes the column's comment in the Glue table. */
  readonly comment: string;
} & (Reported | { readonly key?: never }) &
  (
    | {
        /** The type as AWS Glue writes it; Redshift Spectrum uses the same names. */
        readonly type: `varchar(${number})`;
        /**
         * The source of a pattern for the whole text, without groups; matches nothing that CSV would quote.
         */
        readonly pattern: string;
      }
    | { readonly type: "timestamp" | "boolean" | DecimalType; readonly pattern?: never }
  );

/** The properties of a column that is filled from a report; the server sets the others. */
type Reported = {
  /** The key of a JSON report. */
  readonly key: string;
  /** The meaning of the key, if it is not the column's comment. */
  readonly meaning?: string;
  /** The rule for the key's value. The column's type can hold every value that it allows. */
  readonly rule: z.ZodType;
  /** The headings for it in files; the first one present counts. */
  readonly headings: readonly Heading[];
};

/** Returns the version of a column list. */
export function newestVersion(list: readonly Column[]): number {
  return Math.max(...list.map(({ since = 1 }) => since));
}

/** Returns the columns that a list had in a version. */
export function columnsOfVersion(list: readonly Column[], version: number): readonly Column[] {
  return list.filter(({ since = 1 }) => since <= version);
}

/** Returns how many digits a decimal column holds, and how many of them after the decimal point. */
export function decimalDigits(type: string): { precision: number; scale: number } {
  const [precision = 0, scale = 0] = [...type.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return { precision, scale };
}
