import type { ColumnType } from "../catalog/column-type.ts";
import { DuckDBDecimalType, DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";
import type { OutputColumn } from "../select/scope.ts";
import { notSupported } from "../errors.ts";
import type { ColumnMetadata } from "../statements/result-page.ts";

type RedshiftType = { typeName: string; base: string; precision: number; scale?: number; isSigned?: boolean };

/** The longest VARCHAR: of a computed text. */
const longestVarchar = 65_535;

const text: RedshiftType = { typeName: "varchar", base: "character varying", precision: longestVarchar };
const smallint: RedshiftType = { typeName: "int2", base: "smallint", precision: 5, isSigned: true };

const types = new Map<DuckDBTypeId, RedshiftType>([
  [DuckDBTypeId.BOOLEAN, { typeName: "bool", base: "boolean", precision: 1 }],
  [DuckDBTypeId.TINYINT, smallint],
  [DuckDBTypeId.SMALLINT, smallint],
  [DuckDBTypeId.INTEGER, { typeName: "int4", base: "integer", precision: 10, isSigned: true }],
  [DuckDBTypeId.BIGINT, { typeName: "int8", base: "bigint", precision: 19, isSigned: true }],
  [DuckDBTypeId.HUGEINT, { typeName: "numeric", base: "numeric", precision: 38, isSigned: true }],
  [DuckDBTypeId.FLOAT, { typeName: "float4", base: "real", precision: 8, scale: 8, isSigned: true }],
  [
    DuckDBTypeId.DOUBLE,
    { typeName: "float8", base: "double precision", precision: 17, scale: 17, isSigned: true },
  ],
  [DuckDBTypeId.DATE, { typeName: "date", base: "date", precision: 13 }],
  [DuckDBTypeId.TIME, { typeName: "time", base: "time without time zone", precision: 15, scale: 6 }],
  [
    DuckDBTypeId.TIMESTAMP,
    { typeName: "timestamp", base: "timestamp without time zone", precision: 29, scale: 6 },
  ],
  [
    DuckDBTypeId.TIMESTAMP_TZ,
    { typeName: "timestamptz", base: "timestamp with time zone", precision: 35, scale: 6 },
  ],
  [DuckDBTypeId.INTERVAL, { typeName: "interval", base: "interval", precision: 49, scale: 6 }],
  [DuckDBTypeId.VARCHAR, text],
  [DuckDBTypeId.SQLNULL, text],
]);

const typeIds = {
  smallint: DuckDBTypeId.SMALLINT,
  integer: DuckDBTypeId.INTEGER,
  bigint: DuckDBTypeId.BIGINT,
  real: DuckDBTypeId.FLOAT,
  double: DuckDBTypeId.DOUBLE,
  boolean: DuckDBTypeId.BOOLEAN,
  date: DuckDBTypeId.DATE,
  time: DuckDBTypeId.TIME,
  timestamp: DuckDBTypeId.TIMESTAMP,
  timestamptz: DuckDBTypeId.TIMESTAMP_TZ,
} as const;

/**
 * Returns a result column's type in Redshift's words: `typeName` as the Data API has it, `base` as UNLOAD's
 * manifest has it. What is a table's own text column, or a cast to a length, has its declared length. Throws
 * `feature_not_supported` for a type that Redshift does not have.
 */
export function redshiftType(
  type: DuckDBType,
  column: string,
  output: OutputColumn | undefined,
): RedshiftType {
  if (output?.type?.kind === "geometry" || output?.type?.kind === "super") {
    return { typeName: output.type.kind, base: output.type.kind, precision: 0 };
  }
  const declared = declaredText(output);
  if (declared) {
    return declared;
  }
  if (type instanceof DuckDBDecimalType) {
    return { typeName: "numeric", base: "numeric", precision: type.width, scale: type.scale, isSigned: true };
  }
  const found = types.get(type.typeId);
  if (!found) {
    throw notSupported(`the type of the column "${column}"`);
  }
  return found;
}

/**
 * Returns a result column in the Data API's words.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ColumnMetadata.html
 */
export function columnMetadata(
  name: string,
  type: DuckDBType,
  output: OutputColumn | undefined,
): ColumnMetadata {
  const { typeName, precision, scale = 0, isSigned = false } = redshiftType(type, name, output);
  return {
    name,
    label: name,
    typeName,
    // 1: the column can hold NULL. No column of an external table is declared otherwise.
    nullable: 1,
    precision,
    scale,
    length: 0,
    isSigned,
    isCaseSensitive: typeName === "varchar" || typeName === "bpchar",
    isCurrency: false,
    schemaName: output?.table?.schema ?? "",
    tableName: output?.table?.name ?? "",
  };
}

/**
 * Returns a column of a table as it is declared, in the Data API's words.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeTable.html
 */
export function declaredMetadata(
  name: string,
  type: ColumnType,
  table: { schema: string; name: string },
): ColumnMetadata {
  const { typeName, precision, scale = 0, isSigned = false } = declaredType(type);
  return {
    name,
    label: name,
    typeName,
    nullable: 1,
    precision,
    scale,
    length: precision,
    isSigned,
    isCaseSensitive: typeName === "varchar" || typeName === "bpchar",
    isCurrency: false,
    schemaName: table.schema,
    tableName: table.name,
  };
}

function declaredType(type: ColumnType): RedshiftType {
  switch (type.kind) {
    case "varchar":
      return { ...text, precision: type.bytes };
    case "char":
      return { typeName: "bpchar", base: "character", precision: type.bytes };
    case "decimal":
      return {
        typeName: "numeric",
        base: "numeric",
        precision: type.precision,
        scale: type.scale,
        isSigned: true,
      };
    case "smallint":
    case "integer":
    case "bigint":
    case "real":
    case "double":
    case "boolean":
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
      return types.get(typeIds[type.kind]) ?? text;
  }
}

function declaredText(output: OutputColumn | undefined): RedshiftType | undefined {
  if (output?.type?.kind === "varchar") {
    return { ...text, precision: output.type.bytes };
  }
  if (output?.type?.kind === "char") {
    return { typeName: "bpchar", base: "character", precision: output.type.bytes };
  }
  return undefined;
}
