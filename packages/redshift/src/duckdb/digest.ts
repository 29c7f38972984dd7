import { createHash } from "node:crypto";
import { DuckDBScalarFunction, INTEGER, VARCHAR, type DuckDBConnection } from "@duckdb/node-api";

/**
 * Adds `redshift_sha2(text, bits)` to a DuckDB, whose own functions have no digests of 224, 384 and 512 bits.
 */
export function addDigest(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: "redshift_sha2",
      parameterTypes: [VARCHAR, INTEGER],
      returnType: VARCHAR,
      mainFunction: (_info, input, output) => {
        const [texts, sizes] = [input.getColumnVector(0), input.getColumnVector(1)];
        for (let row = 0; row < input.rowCount; row += 1) {
          const [text, bits] = [texts.getItem(row), sizes.getItem(row)];
          const isNull = typeof text !== "string" || typeof bits !== "number";
          output.setItem(row, isNull ? null : createHash(`sha${bits}`).update(text).digest("hex"));
        }
        output.flush();
      },
    }),
  );
}
