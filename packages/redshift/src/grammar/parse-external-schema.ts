import { notSupported } from "../errors.ts";
import type { CreateExternalSchema, IamRole, Statement } from "./statement.ts";
import type { TokenReader } from "../sql/token-reader.ts";

/**
 * Parses `CREATE EXTERNAL SCHEMA …`, after these words.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_SCHEMA.html
 */
export function parseCreateExternalSchema(reader: TokenReader): CreateExternalSchema {
  const ifNotExists = reader.takeWords("if", "not", "exists");
  const schema = reader.identifier();
  reader.expectWords("from");
  if (!reader.takeWords("data", "catalog")) {
    throw notSupported(`CREATE EXTERNAL SCHEMA … FROM ${reader.next().text.toUpperCase()}`);
  }
  reader.expectWords("database");
  const glueDatabase = reader.expectString().toLowerCase();
  const region = reader.takeWords("region") ? reader.expectString() : undefined;
  const iamRole = parseIamRole(reader);
  if (reader.takeWords("catalog_role")) {
    throw notSupported("CREATE EXTERNAL SCHEMA … CATALOG_ROLE");
  }
  const createDatabase = reader.takeWords("create", "external", "database", "if", "not", "exists");
  reader.expectEnd();
  return { kind: "createExternalSchema", schema, ifNotExists, glueDatabase, region, iamRole, createDatabase };
}

/**
 * Parses `CREATE SCHEMA …`, after these words: a schema of the database's own.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_SCHEMA.html
 */
export function parseCreateSchema(reader: TokenReader): Statement {
  const ifNotExists = reader.takeWords("if", "not", "exists");
  if (reader.peek()?.text === "authorization") {
    throw notSupported("CREATE SCHEMA AUTHORIZATION");
  }
  const schema = reader.identifier();
  const next = reader.peek();
  if (next) {
    throw notSupported(`CREATE SCHEMA … ${next.text.toUpperCase()}`);
  }
  return { kind: "createSchema", schema, ifNotExists };
}

/** Parses `IAM_ROLE { default | 'arn[,arn]' }` */
export function parseIamRole(reader: TokenReader): IamRole {
  reader.expectWords("iam_role");
  if (reader.takeWords("default")) {
    return { kind: "default" };
  }
  const text = reader.expectString();
  if (text.toLowerCase() === "default") {
    return { kind: "default" };
  }
  if (text.toUpperCase() === "SESSION") {
    throw notSupported("IAM_ROLE 'SESSION'");
  }
  return { kind: "arns", arns: text.split(",").map((arn) => arn.trim()) };
}

/**
 * Parses `DROP SCHEMA …`, after these words.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DROP_SCHEMA.html
 */
export function parseDropSchema(reader: TokenReader): Statement {
  const ifExists = reader.takeWords("if", "exists");
  const schema = reader.identifier();
  if (reader.takeSymbol(",")) {
    throw notSupported("DROP SCHEMA of several schemas");
  }
  const dropExternalDatabase = reader.takeWords("drop", "external", "database");
  const cascade = reader.takeWords("cascade");
  if (!cascade) {
    reader.takeWords("restrict");
  }
  reader.expectEnd();
  return { kind: "dropSchema", schema, ifExists, dropExternalDatabase, cascade };
}
