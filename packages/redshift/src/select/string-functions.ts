import { SqlError } from "../sql-error.ts";
import type { FunctionRule } from "./function-rule.ts";
import { castTo, functionCall, textConstant, type AstNode } from "./query-ast.ts";

/**
 * The functions of text that differ from DuckDB's: lengths and places are INTEGER, a part that begins before the text is cut there.
 * https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
 */
export const stringFunctions: Record<string, FunctionRule> = {
  len: ({ args }) => count("length", args),
  length: ({ args }) => count("length", args),
  char_length: ({ args }) => count("length", args),
  character_length: ({ args }) => count("length", args),
  octet_length: ({ args }) => count("strlen", args),
  strpos: ({ args }) => count("strpos", args),
  position: ({ args }) => count("position", args),
  charindex: ({ args }) => {
    const [part, whole, ...rest] = args;
    if (!part || !whole || rest.length > 0) throw undefinedFunction("charindex", "2", args);
    return count("strpos", [whole, part]);
  },
  regexp_count: ({ args }) => {
    if (args.length !== 2) throw undefinedFunction("regexp_count", "2", args);
    return count("len", [functionCall("regexp_extract_all", args)]);
  },
  substring: ({ args }) => substring(args),
  substr: ({ args }) => substring(args),
  split_part: ({ args }) => functionCall("redshift_split_part", args),
  lpad: ({ args }) => functionCall("lpad", args.length === 2 ? [...args, textConstant(" ")] : args),
  rpad: ({ args }) => functionCall("rpad", args.length === 2 ? [...args, textConstant(" ")] : args),
};

function count(name: string, args: AstNode[]): AstNode {
  return castTo(functionCall(name, args), "INTEGER");
}

/** What is no text is taken as its text. https://docs.aws.amazon.com/redshift/latest/dg/r_SUBSTRING.html */
function substring(args: AstNode[]): AstNode {
  const [value, start, length, ...rest] = args;
  if (!value || !start || rest.length > 0) throw undefinedFunction("substring", "2 or 3", args);
  const text = functionCall("redshift_text", [value]);
  return functionCall("redshift_substring", length ? [text, start, length] : [text, start]);
}

function undefinedFunction(name: string, wanted: string, args: AstNode[]): SqlError {
  return new SqlError("undefined_object", `function ${name}() takes ${wanted} arguments, not ${args.length}`);
}
