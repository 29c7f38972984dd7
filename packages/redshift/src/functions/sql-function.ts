import type { AstNode } from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { commonType, longestText, type SqlType } from "../ast/sql-type.ts";
import { SqlError } from "../errors.ts";

/** A call whose arguments are translated. `now` is the statement's start, in milliseconds since 1970. */
export type Call = { node: AstNode; args: AstNode[]; now: number };

/** The type of a result, from its arguments' types as far as they are known. */
export type ResultType = (types: readonly (SqlType | undefined)[]) => SqlType | undefined;

/** All that is known of one function of Redshift. */
export type SqlFunction = {
  /** AWS's page on the function, below https://docs.aws.amazon.com/redshift/latest/dg/ */
  page: string;
  /** Makes DuckDB's expression of a call. Without a rule DuckDB has the same function under the same name. */
  rule?: (call: Call) => AstNode;
  type: ResultType;
  /** The name of the column that a call results in, where it is not the function's own name. */
  column?: string;
  /** Whether the first argument is a date part, which is written bare or quoted. */
  takesDatePart?: true;
  /** Macros of DuckDB's that the rule calls. */
  macros?: readonly string[];
  /**
   * With OVER: a ranking function takes no frame, an aggregate needs one with ORDER BY, and an ordered one
   * takes neither.
   */
  over?: "ranking" | "framed" | "ordered";
  /** Whether DISTINCT can stand with OVER. */
  distinctOver?: true;
  /**
   * What the first argument can be: numbers and intervals; all that has an order, which a boolean has not; a
   * SUPER or a GEOMETRY.
   */
  takes?: "numbers" | "ordered" | "super" | "geometry" | "anything";
};

export type SqlFunctions = Record<string, SqlFunction>;

export function always(type: SqlType): ResultType {
  return () => type;
}

export const text = always(longestText);
export const integer = always({ kind: "integer" });
export const bigint = always({ kind: "bigint" });
export const double = always({ kind: "double" });
export const boolean = always({ kind: "boolean" });
export const date = always({ kind: "date" });
export const timestamp = always({ kind: "timestamp" });

/** The type of the first argument. */
export const likeArgument: ResultType = ([first]) => first;

/** The type that all arguments have in common. */
export const common: ResultType = (types) => {
  const found = commonType(types);
  return found && "conflict" in found ? undefined : found;
};

export function typesOf(args: readonly AstNode[]): (SqlType | undefined)[] {
  return args.map(typeOf);
}

type Args<Count extends 1 | 2 | 3> = Count extends 1
  ? [AstNode]
  : Count extends 2
    ? [AstNode, AstNode]
    : [AstNode, AstNode, AstNode];

/** Returns the arguments, if there are as many as the function takes. Throws `undefined_object` otherwise. */
export function exactly<Count extends 1 | 2 | 3>(args: AstNode[], count: Count, name: string): Args<Count> {
  if (args.length === count) {
    return args as Args<Count>;
  }
  throw wrongCount(name, String(count), args);
}

export function wrongCount(name: string, wanted: string, args: readonly AstNode[]): SqlError {
  return new SqlError("undefined_object", `function ${name}() takes ${wanted} arguments, not ${args.length}`);
}
