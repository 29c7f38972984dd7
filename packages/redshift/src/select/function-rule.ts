import type { AstNode } from "./query-ast.ts";

/** Makes DuckDB's expression of one Redshift function call. `now` is the statement's start, in milliseconds since 1970. */
export type FunctionRule = (call: { node: AstNode; args: AstNode[]; now: number }) => AstNode;
