import {
  castTo,
  constantText,
  functionCall,
  integerConstant,
  numberOf,
  operatorCall,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { isDateOrTimestamp, isNumber, isText, longestText, type SqlType } from "../ast/sql-type.ts";
import { SqlError } from "../errors.ts";
import { coerce } from "./coerce.ts";
import {
  boolean,
  common,
  double,
  exactly,
  text,
  type Call,
  type ResultType,
  type SqlFunctions,
} from "./sql-function.ts";

const symbols = "r_OPERATOR_SYMBOLS.html";
const like = "r_patternmatching_condition_like.html";

/**
 * The operators, which DuckDB's parser makes calls of.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_OPERATOR_SYMBOLS.html
 */
export const operators: SqlFunctions = {
  "+": { page: symbols, type: sumType, rule: add },
  "-": { page: symbols, type: differenceType, rule: subtract },
  "*": {
    page: symbols,
    type: productType,
    rule: ({ args, now }) => {
      const [left, right] = operands(exactly(args, 2, "*"), now);
      return operatorCall("*", left, right);
    },
  },
  "/": {
    page: symbols,
    type: quotientType,
    rule: ({ args, now }) => divide("/", operands(exactly(args, 2, "/"), now)),
    macros: [
      // Division by zero is an error:
      // https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
      `CREATE MACRO redshift_divide(x, y) AS CASE WHEN y = 0 THEN error('redshift: Divide by zero') ELSE x / y END`,
    ],
  },
  "%": {
    page: symbols,
    type: common,
    rule: ({ args, now }) => divide("%", operands(exactly(args, 2, "%"), now)),
    macros: [
      `CREATE MACRO redshift_modulo(x, y) AS CASE WHEN y = 0 THEN error('redshift: Divide by zero') ELSE x % y END`,
    ],
  },
  "^": { page: symbols, type: double, rule: ({ args }) => functionCall("pow", exactly(args, 2, "^")) },
  "||": { page: "r_concat_op.html", type: text },
  "~~": { page: like, type: boolean, rule: ({ args }) => matches("~~", args) },
  "!~~": { page: like, type: boolean, rule: ({ args }) => matches("!~~", args) },
  "~~*": { page: like, type: boolean, rule: ({ args }) => matches("~~*", args) },
  "!~~*": { page: like, type: boolean, rule: ({ args }) => matches("!~~*", args) },
  like_escape: { page: like, type: boolean, column: "?column?", rule: ({ args }) => matches("~~", args) },
  ilike_escape: { page: like, type: boolean, column: "?column?", rule: ({ args }) => matches("~~*", args) },
  not_like_escape: {
    page: like,
    type: boolean,
    column: "?column?",
    rule: ({ args }) => matches("!~~", args),
  },
  not_ilike_escape: {
    page: like,
    type: boolean,
    column: "?column?",
    rule: ({ args }) => matches("!~~*", args),
  },
  // What the parser makes of `~`.
  regexp_full_match: {
    column: "?column?",
    page: "pattern-matching-conditions-posix.html",
    type: boolean,
    rule: ({ args }) => functionCall("regexp_matches", args),
  },
};

/** `+` joins texts too. https://docs.aws.amazon.com/redshift/latest/dg/r_NVL2.html (Example) */
function add({ node, args, now }: Call): AstNode {
  const [first, second] = args;
  if (!first || !second) {
    return node;
  }
  if (joinsTexts(args.map(typeOf))) {
    return operatorCall("||", first, second);
  }
  const [left, right] = operands([first, second], now);
  return operatorCall("+", left, right);
}

/** Two dates differ by an INTEGER of days. */
function subtract({ node, args, now }: Call): AstNode {
  const [first, second] = args;
  if (!first || !second) {
    return node;
  }
  const [left, right] = operands([first, second], now);
  const difference = operatorCall("-", left, right);
  const isDays = [left, right].every((side) => typeOf(side)?.kind === "date");
  return isDays ? castTo(difference, "INTEGER") : difference;
}

function joinsTexts(types: Types): boolean {
  const areTexts = types.every((type) => isText(type) || type?.kind === "unknown");
  return areTexts && types.some(isText);
}

/** A literal takes the type of the other operand. */
function operands([left, right]: [AstNode, AstNode], now: number): [AstNode, AstNode] {
  return [coerce(left, operandType(right), now), coerce(right, operandType(left), now)];
}

function operandType(other: AstNode): SqlType | undefined {
  const type = typeOf(other);
  // Beside a DECIMAL a literal keeps its own digits.
  return type?.kind === "decimal" ? { ...type, precision: 38, scale: Math.max(type.scale, 8) } : type;
}

const escaped: Record<LikeOperator, string> = {
  "~~": "like_escape",
  "!~~": "not_like_escape",
  "~~*": "ilike_escape",
  "!~~*": "not_ilike_escape",
};

type LikeOperator = "~~" | "!~~" | "~~*" | "!~~*";

/**
 * LIKE and ILIKE: a backslash escapes unless another character is named, the blanks that fill a CHAR count,
 * and a value that is not a text is taken as its text.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_patternmatching_condition_like.html
 */
function matches(operator: LikeOperator, args: AstNode[]): AstNode {
  const [value, pattern, escape = textConstant("\\")] = args;
  if (!value || !pattern) {
    throw new SqlError("syntax_error", "LIKE needs a pattern");
  }
  const text = likeText(value);
  const constant = constantText(pattern);
  const escapes = constant === undefined || constant.includes(constantText(escape) ?? "\\");
  if (!escapes) {
    return operatorCall(operator, text, pattern);
  }
  return functionCall(escaped[operator], [text, pattern, escape]);
}

function likeText(value: AstNode): AstNode {
  const type = typeOf(value);
  if (type?.kind === "char") {
    return functionCall("rpad", [value, integerConstant(type.bytes), textConstant(" ")]);
  }
  return type?.kind === "varchar" || type?.kind === "unknown"
    ? value
    : functionCall("redshift_text", [value]);
}

/**
 * Division by zero is an error. https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
 * (Notes on division operations)
 */
export function divide(operator: "/" | "%", [left, right]: [AstNode, AstNode]): AstNode {
  if ((numberOf(right) ?? 0) !== 0) {
    return operatorCall(operator, left, right);
  }
  return functionCall(operator === "/" ? "redshift_divide" : "redshift_modulo", [left, right]);
}

type Types = Parameters<ResultType>[0];

function sumType(types: Types): SqlType | undefined {
  if (joinsTexts(types)) {
    return longestText;
  }
  return ofDates(types) ?? ofNumbers(types);
}

function differenceType(types: Types): SqlType | undefined {
  const [left, right] = types;
  if (left?.kind === "date" && (right?.kind === "date" || right?.kind === "unknown")) {
    return { kind: "integer" };
  }
  if (isDateOrTimestamp(left) && isDateOrTimestamp(right)) {
    return { kind: "interval" };
  }
  return ofDates(types) ?? ofNumbers(types);
}

function productType(types: Types): SqlType | undefined {
  return types.some((type) => type?.kind === "interval") ? { kind: "interval" } : ofNumbers(types);
}

/** A DECIMAL divided is a DOUBLE PRECISION to DuckDB. */
function quotientType(types: Types): SqlType | undefined {
  const type = productType(types);
  return type?.kind === "decimal" ? { kind: "double" } : type;
}

/** A date with an interval is a timestamp, with days a date. */
function ofDates(types: Types): SqlType | undefined {
  const date = types.find((type) => isDateOrTimestamp(type) || type?.kind === "time");
  const hasInterval = types.some((type) => type?.kind === "interval");
  if (!date) {
    return hasInterval ? { kind: "interval" } : undefined;
  }
  return date.kind === "date" && hasInterval ? { kind: "timestamp" } : date;
}

function ofNumbers(types: Types): SqlType | undefined {
  const type = common(types);
  return isNumber(type) ? type : undefined;
}
