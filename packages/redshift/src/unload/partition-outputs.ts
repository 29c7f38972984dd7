import { z } from "zod";
import { SqlError } from "../errors.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { Unload } from "../grammar/statement.ts";
import type { OpenQuery } from "../query/open-query.ts";
import { DuckDBTypeId } from "@duckdb/node-api";
import { redshiftType } from "../query/column-metadata.ts";
import type { QueryColumn } from "../query/describe-query.ts";
import { columnName } from "./csv-columns.ts";
import { partitionPrefix } from "./file-names.ts";

/** The values of the keys as text. */
const keyRow = z.array(z.string().nullable());

/** Rows that go below one prefix. */
export type Output = { prefix: string; sql: string; columns: readonly QueryColumn[] };

type Partitioning = {
  sql: string;
  columns: readonly QueryColumn[];
  prefix: string;
  unload: Unload;
  open: OpenQuery;
};

/**
 * Returns the outputs of an UNLOAD: one, or with PARTITION BY one for each combination of the keys' values.
 * The keys leave the files unless INCLUDE. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 * (PARTITION BY)
 */
export async function partitionOutputs({
  sql,
  columns,
  prefix,
  unload,
  open,
}: Partitioning): Promise<Output[]> {
  const { partitionBy } = unload;
  if (!partitionBy) {
    return [{ prefix, sql, columns }];
  }
  const keys = partitionBy.columns.map((column) => {
    const index = columns.findIndex((candidate) => candidate.name === column);
    if (index < 0) {
      throw new SqlError("undefined_object", `the PARTITION BY column "${column}" is not in the SELECT`);
    }
    refuseKeyType(columns[index]);
    return { column, name: columnName(index) };
  });
  const kept = columns
    .map((column, index) => ({ column, name: columnName(index) }))
    .filter(({ column }) => partitionBy.include || !partitionBy.columns.includes(column.name));
  if (kept.length === 0) {
    throw new SqlError("invalid_value", "UNLOAD … PARTITION BY leaves no column for the files: use INCLUDE");
  }
  const names = columns.map((_, index) => columnName(index)).join(", ");
  await open.connection.run(`CREATE TEMP TABLE redshift_unload AS SELECT * FROM (${sql}) AS q(${names})`);
  const keyTexts = keys.map(({ name }) => `CAST(${name} AS VARCHAR)`);
  const distinct = await open.connection.runAndReadAll(
    `SELECT DISTINCT ${keyTexts.join(", ")} FROM redshift_unload ORDER BY ALL`,
  );
  return distinct.getRowsJson().map((row) => {
    const texts = keyRow.parse(row);
    const values = keys.map(({ column }, index) => ({
      column,
      value: texts[index] ?? null,
    }));
    const conditions = values.map(({ value }, index) => {
      const literal = value === null ? "NULL" : quoteLiteral(value);
      return `${keyTexts[index]} IS NOT DISTINCT FROM ${literal}`;
    });
    return {
      prefix: partitionPrefix(prefix, values),
      sql: `SELECT ${kept.map(({ name }) => name).join(", ")} FROM redshift_unload WHERE ${conditions.join(" AND ")} ORDER BY rowid`,
      columns: kept.map(({ column }) => column),
    };
  });
}

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (PARTITION BY clause): the types that a
 * partition key may have are listed.
 */
const noKeyTypes = new Set([DuckDBTypeId.DOUBLE, DuckDBTypeId.TIMESTAMP_TZ, DuckDBTypeId.TIME]);

function refuseKeyType(column: QueryColumn | undefined): void {
  if (!column || !noKeyTypes.has(column.type.typeId)) {
    return;
  }
  const { base } = redshiftType(column.type, column.name, column.declared);
  throw new SqlError(
    "feature_not_supported",
    `the PARTITION BY column "${column.name}" has the type ${base}, which a partition key cannot have`,
  );
}
