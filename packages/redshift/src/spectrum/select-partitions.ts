import type { CatalogTable, Partition } from "../catalog/catalog.ts";
import { parseColumnType, typedConstant } from "../catalog/column-type.ts";
import type { QueryParser } from "../duckdb/query-parser.ts";
import type { AstNode } from "../ast/query-ast.ts";
import { quoteIdentifier } from "../sql/quote.ts";

/**
 * Returns the partitions that can hold rows of the result: those that meet every condition on the partition
 * keys. The others' files are not even listed.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-performance.html
 */
export async function selectPartitions(
  table: CatalogTable,
  conjuncts: readonly AstNode[],
  parser: QueryParser,
): Promise<Partition[]> {
  const [first] = conjuncts;
  if (!first || table.partitions.length === 0) {
    return table.partitions;
  }
  const condition =
    conjuncts.length === 1
      ? first
      : {
          class: "CONJUNCTION",
          type: "CONJUNCTION_AND",
          alias: "",
          query_location: 0,
          children: [...conjuncts],
        };
  const template = await parser.parse("SELECT redshift_index FROM redshift_partitions WHERE true");
  const query = await parser.print({ ...template, where_clause: condition });
  const keys = table.definition.partitionKeys;
  const rows = table.partitions.map((partition, index) => {
    const values = keys.map((key, at) =>
      typedConstant(partition.values[at] ?? "", parseColumnType(key.type)),
    );
    return `(${[index, ...values].join(", ")})`;
  });
  const names = ["redshift_index", ...keys.map((key) => quoteIdentifier(key.name))].join(", ");
  const indexes = await parser.evaluate(
    `WITH redshift_partitions(${names}) AS (VALUES ${rows.join(", ")}) ${query}`,
  );
  const chosen = new Set(indexes.map(Number));
  return table.partitions.filter((_, index) => chosen.has(index));
}
