import { SqlError } from "./sql-error.ts";
import { parseStatement } from "./sql/parse-statement.ts";
import { tokenize } from "./sql/tokenize.ts";

/** An external schema as a stage declares it. */
export type DeclaredSchema = { schema: string; glueDatabase: string; iamRoleArn: string };

/**
 * Reads the external schema that a declared `CREATE EXTERNAL SCHEMA` statement makes, for `openWarehouse`'s `externalSchemas`.
 * Throws a `SqlError` for another statement.
 */
export function readDeclaredSchema(sql: string): DeclaredSchema {
  const statement = parseStatement(tokenize(sql), sql);
  if (statement.kind !== "createExternalSchema") {
    throw new SqlError(
      "feature_not_supported",
      `a declared statement can be CREATE EXTERNAL SCHEMA alone, not: ${sql}`,
    );
  }
  const { schema, glueDatabase, iamRole } = statement;
  const iamRoleArn = iamRole.kind === "arns" ? iamRole.arns.at(-1) : undefined;
  if (iamRoleArn === undefined) {
    throw new SqlError(
      "insufficient_privilege",
      `the declared external schema "${schema}" names no IAM role`,
    );
  }
  return { schema, glueDatabase, iamRoleArn };
}
