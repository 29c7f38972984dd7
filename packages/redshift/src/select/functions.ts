import { notSupported, SqlError, unknownFunction } from "../sql-error.ts";
import { avg, listagg, refuseOrder, sum, typeWitness } from "./aggregate-functions.ts";
import { compareTexts } from "./compared-text.ts";
import { dateFunctions } from "./date-functions.ts";
import {
  functionCall,
  caseWhen,
  comparison,
  integerConstant,
  nodesOf,
  nullConstant,
  numberOf,
  operatorCall,
  textConstant,
  textOf,
  type AstNode,
} from "./query-ast.ts";
import { stringFunctions } from "./string-functions.ts";
import type { FunctionRule } from "./function-rule.ts";

/** Functions that DuckDB has under the same name with the same meaning. */
const same = new Set(
  (
    "abs ceil ceiling floor round sqrt cbrt exp ln sign sin cos tan asin acos atan atan2 cot radians degrees pi random greatest least " +
    "nullif lower upper trim ltrim rtrim replace reverse repeat left right translate chr ascii md5 count count_star min max stddev stddev_samp stddev_pop variance var_samp var_pop median " +
    "quantile_cont quantile_disc approx_count_distinct bool_and bool_or any_value bit_and bit_or grouping " +
    "+ - * || ~~ !~~ ~~* !~~* like_escape ilike_escape not_like_escape not_ilike_escape"
  ).split(" "),
);

/** Redshift functions under DuckDB's names, where the meaning is the same. */
const renamed: Record<string, string> = {
  power: "pow",
  pow: "pow",
  "^": "pow",
  log: "log10",
  dlog10: "log10",
  btrim: "trim",
  regexp_full_match: "regexp_matches",
};

const rewritten: Record<string, FunctionRule> = {
  ...dateFunctions,
  nvl: ({ args }) => coalesce(args),
  nvl2: ({ args }) => {
    const [value, present, absent] = exactly(args, 3, "nvl2");
    return caseWhen([{ when: isNull(value), result: absent }], present);
  },
  decode: ({ args }) => decode(args),
  concat: ({ args }) => {
    const [left, right] = exactly(args, 2, "concat");
    return operatorCall("||", left, right);
  },
  sum: ({ node }) => sum(node),
  avg: ({ node }) => avg(node),
  listagg: ({ node }) => listagg(node),
  ...stringFunctions,
  "/": ({ args }) => divide("/", exactly(args, 2, "/")),
  "%": ({ args }) => divide("%", exactly(args, 2, "%")),
  mod: ({ args }) => divide("%", exactly(args, 2, "mod")),
  trunc: ({ args }) => {
    const [value, digits] = args;
    if (!value) throw new SqlError("syntax_error", "TRUNC needs a value");
    return digits ? functionCall("trunc", args) : functionCall("redshift_trunc", [typeWitness(value), value]);
  },
  regexp_replace: ({ args }) => {
    if (args.length > 3) throw notSupported("REGEXP_REPLACE with a position or parameters");
    const [source, pattern, replacement = textConstant("")] = args;
    if (!source || !pattern)
      throw new SqlError("syntax_error", "REGEXP_REPLACE needs a source and a pattern");
    return functionCall("regexp_replace", [source, pattern, replacement, textConstant("g")]);
  },
  regexp_substr: ({ args }) => {
    const [source, pattern] = exactly(args, 2, "regexp_substr");
    return functionCall("regexp_extract", [source, pattern]);
  },
  to_hex: ({ args }) => functionCall("lower", [functionCall("to_hex", args)]),
};

/**
 * The DuckDB call for a Redshift function's call. What is not in the tables above does not exist for user SQL: this is what
 * keeps DuckDB's own functions, which read files and settings, out of reach.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
 */
export function translateFunction(node: AstNode, now: number): AstNode {
  const name = textOf(node, "function_name").toLowerCase();
  const qualifier = textOf(node, "schema");
  if (textOf(node, "catalog") !== "" || (qualifier !== "" && qualifier !== "main")) {
    throw notSupported(`the function ${qualifier}.${name}()`);
  }
  const rule = Object.hasOwn(rewritten, name) ? rewritten[name] : undefined;
  refuseOrder(node);
  if (rule) return { ...rule({ node, args: nodesOf(node, "children"), now }), alias: node["alias"] ?? "" };
  if (same.has(name)) return node;
  const newName = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  if (newName !== undefined) return { ...node, function_name: newName, schema: "" };
  throw unknownFunction(name);
}

/** Division by zero is an error. https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html (Notes on division operations) */
function divide(operator: "/" | "%", [left, right]: [AstNode, AstNode]): AstNode {
  if ((numberOf(right) ?? 0) !== 0) return operatorCall(operator, left, right);
  return functionCall(operator === "/" ? "redshift_divide" : "redshift_modulo", [left, right]);
}

function coalesce(args: AstNode[]): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_COALESCE", alias: "", query_location: 0, children: args };
}

function isNull(child: AstNode): AstNode {
  return { class: "OPERATOR", type: "OPERATOR_IS_NULL", alias: "", query_location: 0, children: [child] };
}

/** DECODE finds NULL equal to NULL. https://docs.aws.amazon.com/redshift/latest/dg/r_DECODE_expression.html */
function decode(args: AstNode[]): AstNode {
  const [value, ...rest] = args;
  if (!value || rest.length < 2)
    throw new SqlError("syntax_error", "DECODE needs an expression, a search and a result");
  const pairs = Math.floor(rest.length / 2);
  const checks = Array.from({ length: pairs }, (_, index) => {
    const [search = nullConstant(), result = nullConstant()] = rest.slice(index * 2, index * 2 + 2);
    return { when: compareTexts(comparison("COMPARE_NOT_DISTINCT_FROM", value, search), new Set()), result };
  });
  return caseWhen(checks, rest.length % 2 === 1 ? (rest.at(-1) ?? nullConstant()) : nullConstant());
}

type Args<Count extends number> = Count extends 2 ? [AstNode, AstNode] : [AstNode, AstNode, AstNode];

function exactly<Count extends 2 | 3>(args: AstNode[], count: Count, name: string): Args<Count> {
  if (args.length === count) return args as Args<Count>;
  throw new SqlError("undefined_object", `function ${name}() takes ${count} arguments, not ${args.length}`);
}

/** The n of `TOP n`, carried by the marker's argument. */
export function limitOf(marker: AstNode): AstNode {
  return nodesOf(marker, "children")[0] ?? integerConstant(0);
}
