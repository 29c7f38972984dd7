import { SqlError } from "../errors.ts";
import type { PartitionSpec } from "../grammar/statement.ts";
import type { CatalogTable, Partition } from "../catalog/catalog.ts";
import { hiveNullPartition, parseColumnType, type ColumnType } from "../catalog/column-type.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { parseS3Location } from "../catalog/s3-location.ts";

type Located = { values: PartitionSpec; location: string };

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html: IF NOT EXISTS leaves an
 * existing partition as it is.
 */
export function addPartitions(
  table: CatalogTable,
  { ifNotExists, partitions }: { ifNotExists: boolean; partitions: Located[] },
): CatalogTable {
  const added = [...table.partitions];
  for (const { values: spec, location } of partitions) {
    const values = partitionValues(table.definition, spec);
    parseS3Location(location);
    if (!added.some((partition) => sameValues(partition.values, values))) {
      added.push({ values, location });
    } else if (!ifNotExists) {
      throw new SqlError("duplicate_object", `partition (${values.join(", ")}) already exists`);
    }
  }
  return { ...table, partitions: added };
}

export function dropPartition(table: CatalogTable, spec: PartitionSpec): CatalogTable {
  const dropped = findPartition(table, spec);
  return { ...table, partitions: table.partitions.filter((partition) => partition !== dropped) };
}

export function setPartitionLocation(table: CatalogTable, { values, location }: Located): CatalogTable {
  const moved = findPartition(table, values);
  parseS3Location(location);
  const partitions = table.partitions.map((partition) =>
    partition === moved ? { ...partition, location } : partition,
  );
  return { ...table, partitions };
}

function findPartition(table: CatalogTable, spec: PartitionSpec): Partition {
  const values = partitionValues(table.definition, spec);
  const found = table.partitions.find((partition) => sameValues(partition.values, values));
  if (!found) {
    throw new SqlError(
      "undefined_object",
      `partition (${values.join(", ")}) of "${table.definition.name}" does not exist`,
    );
  }
  return found;
}

/**
 * Returns the values in the order of the table's keys. Throws if a key is missing, unknown, or has a value
 * that its type does not take.
 */
function partitionValues(definition: GlueTable, spec: PartitionSpec): string[] {
  if (definition.partitionKeys.length === 0) {
    throw new SqlError("feature_not_supported", `table "${definition.name}" is not partitioned`);
  }
  const unknown = spec.find(({ column }) => !definition.partitionKeys.some((key) => key.name === column));
  if (unknown) {
    throw new SqlError(
      "undefined_object",
      `"${unknown.column}" is not a partition key of "${definition.name}"`,
    );
  }
  if (new Set(spec.map(({ column }) => column)).size !== spec.length) {
    throw new SqlError("duplicate_object", `a partition key of "${definition.name}" is named twice`);
  }
  return definition.partitionKeys.map((key) => {
    const value = spec.find(({ column }) => column === key.name)?.value;
    if (value === undefined) {
      throw new SqlError(
        "invalid_value",
        `the partition of "${definition.name}" has no value for "${key.name}"`,
      );
    }
    checkValue(value, key.name, parseColumnType(key.type));
    return value;
  });
}

function checkValue(value: string, key: string, type: ColumnType): void {
  if (value === hiveNullPartition || fits(value, type)) {
    return;
  }
  throw new SqlError(
    "invalid_value",
    `invalid value "${value}" for the partition key "${key}" of type ${type.kind}`,
  );
}

function fits(value: string, type: ColumnType): boolean {
  switch (type.kind) {
    case "date": {
      const time = Date.parse(`${value}T00:00:00Z`);
      return value.length === 10 && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
    }
    case "smallint":
    case "integer":
    case "bigint":
      return value !== "" && Number.isSafeInteger(Number(value)) && String(Number(value)) === value;
    case "varchar":
    case "char":
      return Buffer.byteLength(value) <= type.bytes;
    case "decimal":
    case "real":
    case "double":
      return value !== "" && Number.isFinite(Number(value));
    case "boolean":
      return value === "true" || value === "false";
    case "time":
    case "timestamptz":
    case "timestamp":
      return !Number.isNaN(Date.parse(`${value.replace(" ", "T")}Z`));
  }
}

function sameValues(left: readonly string[], right: readonly string[]): boolean {
  return left.every((value, index) => value === right[index]);
}
