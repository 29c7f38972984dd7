import type * as z from "zod";
import type { Unit } from "./units.ts";

export type DecimalType = `decimal(${number},${number})`;

/** A heading without case, blanks and punctuation, with the unit of its values where that is not ours. */
export type Heading = string | readonly [string, Unit];

/** A column of the location table: the same name in Glue, in SQL and in the CSV header. */
export type Column = {
  readonly name: string;
  /**
   * Whether every row has a value; the field of a missing value is empty. A column of a later version than 1
   * cannot be: earlier rows lack it.
   */
  readonly required?: true;
  /** The version of the list that added the column; absent in the first. */
  readonly since?: number;
  /** What the column holds, with its unit; becomes the column's comment in the Glue table. */
  readonly comment: string;
} & (Reported | { readonly key?: never }) &
  (
    | {
        /** The type as AWS Glue writes it; Redshift Spectrum reads it under the same words. */
        readonly type: `varchar(${number})`;
        /** The source of a pattern for the whole text: nothing that CSV would quote, no groups. */
        readonly pattern: string;
      }
    | { readonly type: "timestamp" | "boolean" | DecimalType; readonly pattern?: never }
  );

/** What a column has that is filled from a report; the server sets the others. */
type Reported = {
  /** The key of a JSON report. */
  readonly key: string;
  /** What the key means, where that is not the column's comment. */
  readonly meaning?: string;
  /** The rule of the key's value. What it allows, the column's type holds. */
  readonly rule: z.ZodType;
  /** The headings that files have for it, the first that is there is taken. */
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

/** Returns how many digits a decimal column holds, and how many of them behind the point. */
export function decimalDigits(type: string): { precision: number; scale: number } {
  const [precision = 0, scale = 0] = [...type.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return { precision, scale };
}
