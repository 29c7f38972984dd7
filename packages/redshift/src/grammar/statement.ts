import type { OwnColumn } from "../catalog/catalog.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import type { TableStorage } from "./table-storage.ts";
import type { Encryption } from "../storage.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";

/** A statement, read. SELECT stays a list of tokens: `select/` makes DuckDB's SQL of it. */
export type Statement =
  | CreateExternalSchema
  | { kind: "dropSchema"; schema: string; ifExists: boolean; dropExternalDatabase: boolean; cascade: boolean }
  | { kind: "createExternalTable"; schema: string; table: GlueTable }
  | AlterTable
  | CreateExternalTableAs
  | { kind: "createSchema"; schema: string; ifNotExists: boolean }
  | CreateTable
  | CreateTableAs
  | { kind: "dropTable"; tables: QualifiedName[]; ifExists: boolean }
  | { kind: "renameTable"; table: QualifiedName; newName: string }
  | Insert
  | Update
  | Delete
  | Merge
  | CreateView
  | { kind: "dropView"; view: QualifiedName; ifExists: boolean }
  | Unload
  | Select;

type Select = { kind: "select"; tokens: readonly Token[] };

export type CreateExternalTableAs = {
  kind: "createExternalTableAs";
  schema: string;
  name: string;
  /** Columns of the query. */
  partitionBy: string[];
  storage: TableStorage;
  location: string;
  parameters: Record<string, string>;
  query: readonly Token[];
};

export type CreateTable = {
  kind: "createTable";
  table: QualifiedName;
  isTemporary: boolean;
  ifNotExists: boolean;
  columns: OwnColumn[];
  /** The table whose columns it has, in place of `columns`. */
  like?: { table: QualifiedName; includesDefaults: boolean };
};

export type CreateTableAs = {
  kind: "createTableAs";
  table: QualifiedName;
  isTemporary: boolean;
  /** Names of the columns, if the statement lists any. */
  names: string[];
  /** The columns by which its rows are to be sorted; none without a SORTKEY, or with an interleaved one. */
  sortKey: readonly string[];
  query: readonly Token[];
};

/** An INSERT of a query's rows, or of VALUES: `rows` are the expressions of each row. */
export type Insert = { kind: "insert"; table: QualifiedName; columns: string[] | undefined } & (
  | { query: readonly Token[]; rows?: never }
  | { rows: (readonly Token[])[][]; query?: never }
);

/** `SET column = value`, or of INSERT a column's value. */
export type Assignment = { column: string; value: readonly Token[] };

/** Which rows of a table a statement changes: those that meet the condition with rows of other tables. */
export type ChosenRows = {
  table: QualifiedName;
  alias: string | undefined;
  /** The WITH clause, or nothing. */
  ctes: readonly Token[];
  /** What FROM or USING lists. */
  from: readonly Token[] | undefined;
  where: readonly Token[] | undefined;
};

export type Update = ChosenRows & { kind: "update"; assignments: Assignment[] };

/** TRUNCATE is one as well, of all rows. */
export type Delete = ChosenRows & { kind: "delete"; isTruncate: boolean };

export type Merge = {
  kind: "merge";
  table: QualifiedName;
  /** A table's name or a query in parentheses, with its alias. */
  source: { relation: readonly Token[]; name: QualifiedName | undefined; alias: string };
  condition: readonly Token[];
  clauses:
    | { kind: "removeDuplicates" }
    | {
        kind: "whenMatched";
        matched: Assignment[] | "delete" | "keep";
        columns: string[] | undefined;
        values: Token[][];
      };
};

export type CreateExternalSchema = {
  kind: "createExternalSchema";
  schema: string;
  ifNotExists: boolean;
  glueDatabase: string;
  region: string | undefined;
  iamRole: IamRole;
  createDatabase: boolean;
};

/** `IAM_ROLE default` or the ARNs of `IAM_ROLE 'arn[,arn]'`, the last of which is the one that acts. */
export type IamRole = { kind: "default" } | { kind: "arns"; arns: string[] };

/** A partition as DDL names it: the text of each key's value. */
export type PartitionSpec = { column: string; value: string }[];

type AlterTable =
  | {
      kind: "addPartitions";
      table: QualifiedName;
      ifNotExists: boolean;
      partitions: { values: PartitionSpec; location: string }[];
    }
  | { kind: "dropPartition"; table: QualifiedName; values: PartitionSpec }
  | { kind: "setPartitionLocation"; table: QualifiedName; values: PartitionSpec; location: string }
  | { kind: "setTableLocation"; table: QualifiedName; location: string };

export type CreateView = {
  kind: "createView";
  view: QualifiedName;
  orReplace: boolean;
  columns: string[];
  /** The query's text, as written. */
  query: string;
};

export type UnloadCompression = "none" | "gzip" | "zstd" | "bzip2";

export type UnloadFormat =
  | { kind: "csv"; header: boolean; delimiter: string; nullText: string; escape: boolean }
  | { kind: "parquet"; rowGroupBytes: number };

export type Unload = {
  kind: "unload";
  query: string;
  /** `s3://bucket/prefix`: a prefix of object names, not a folder. */
  to: string;
  iamRole: IamRole;
  format: UnloadFormat;
  partitionBy: { columns: string[]; include: boolean } | undefined;
  manifest: "none" | "plain" | "verbose";
  compression: UnloadCompression;
  encryption: Encryption;
  target: "must-be-empty" | "allow-overwrite" | "clean-path";
  parallel: boolean;
  maxFileSizeBytes: number;
  region: string | undefined;
  extension: string | undefined;
};
