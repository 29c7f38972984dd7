import { functionCall, nullConstant, textConstant, operatorCall, type AstNode } from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { notSupported } from "../errors.ts";
import { always, boolean, exactly, integer, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

const greatestDepth = 5;

/** https://docs.aws.amazon.com/redshift/latest/dg/json-functions.html */
export const jsonFunctions: SqlFunctions = {
  can_json_parse: {
    page: "CAN_JSON_PARSE.html",
    type: boolean,
    rule: ({ args }) => functionCall("redshift_is_json", exactly(args, 1, "can_json_parse")),
    macros: [
      // DuckDB reads a comma too many, comments and NaN, which JSON has not; what is left without its strings
      // shows them.
      `CREATE MACRO redshift_is_json(x) AS
         CASE WHEN NOT json_valid(x) THEN false
           ELSE NOT regexp_matches(regexp_replace(x, '"(?:[^"\\\\]|\\\\.)*"', '0', 'g'), ',\\s*[\\]}]|//|/\\*|[nN]a[nN]|[iI]nf') END`,
      `CREATE MACRO redshift_is_json_of(x, kind) AS
         CASE WHEN x IS NULL THEN NULL WHEN redshift_is_json(x) THEN json_type(x) = kind ELSE false END`,
      // NULL for invalid text where the call asks for it.
      `CREATE MACRO redshift_json(x, kind, name, lenient) AS
         CASE WHEN x IS NULL OR redshift_is_json_of(x, kind) THEN x
           WHEN lenient THEN NULL ELSE error('redshift: invalid json ' || name || ' ' || x) END`,
    ],
  },
  is_valid_json: {
    page: "IS_VALID_JSON.html",
    type: boolean,
    rule: ({ args }) =>
      functionCall("redshift_is_json_of", [...exactly(args, 1, "is_valid_json"), textConstant("OBJECT")]),
  },
  is_valid_json_array: {
    page: "IS_VALID_JSON_ARRAY.html",
    type: boolean,
    rule: ({ args }) =>
      functionCall("redshift_is_json_of", [
        ...exactly(args, 1, "is_valid_json_array"),
        textConstant("ARRAY"),
      ]),
  },
  json_array_length: {
    page: "JSON_ARRAY_LENGTH.html",
    type: integer,
    rule: ({ args }) => {
      const { values, lenient } = takeLenient(args);
      const [json] = exactly(values, 1, "json_array_length");
      return functionCall("redshift_json_length", [array(json, lenient)]);
    },
    macros: [`CREATE MACRO redshift_json_length(x) AS CAST(json_array_length(x) AS INTEGER)`],
  },
  json_extract_array_element_text: {
    page: "JSON_EXTRACT_ARRAY_ELEMENT_TEXT.html",
    type: text,
    rule: ({ args }) => {
      const { values, lenient } = takeLenient(args);
      const [json, place] = exactly(values, 2, "json_extract_array_element_text");
      return functionCall("redshift_json_element", [array(json, lenient), place]);
    },
    macros: [
      // Out of bounds there is an empty text.
      `CREATE MACRO redshift_json_element(x, place) AS
         CASE WHEN x IS NULL OR place IS NULL THEN NULL
           WHEN place < 0 OR place >= json_array_length(x) THEN ''
           ELSE json_extract_string(x, '$[' || place || ']') END`,
    ],
  },
  json_extract_path_text: {
    page: "JSON_EXTRACT_PATH_TEXT.html",
    type: text,
    rule: ({ args }) => {
      const { values, lenient } = takeLenient(args);
      const [json, ...path] = values;
      if (!json || path.length === 0) {
        throw wrongCount("json_extract_path_text", "2 or more", args);
      }
      if (path.length > greatestDepth) {
        throw notSupported(`JSON_EXTRACT_PATH_TEXT of more than ${greatestDepth} path elements`);
      }
      const pointer = path
        .map((element) => functionCall("redshift_json_step", [element]))
        .reduce((left, right) => operatorCall("||", left, right));
      const object = functionCall("redshift_json", [
        json,
        textConstant("OBJECT"),
        textConstant("object"),
        lenient,
      ]);
      return functionCall("json_extract_string", [object, pointer]);
    },
    macros: [
      // A step of a JSON pointer.
      `CREATE MACRO redshift_json_step(element) AS '/' || replace(replace(element, '~', '~0'), '/', '~1')`,
    ],
  },
  json_parse: {
    page: "JSON_PARSE.html",
    type: always({ kind: "super" }),
    rule: ({ args }) => functionCall("redshift_json_parse", exactly(args, 1, "json_parse")),
    macros: [
      `CREATE MACRO redshift_json_parse(x) AS
         CASE WHEN x IS NULL THEN NULL WHEN redshift_is_json(x) THEN CAST(json(x) AS VARCHAR)
           ELSE error('redshift: Invalid JSON: ' || x) END`,
    ],
  },
  json_serialize: {
    page: "JSON_SERIALIZE.html",
    type: text,
    takes: "super",
    rule: ({ args }) => functionCall("redshift_text", exactly(args, 1, "json_serialize")),
  },
  json_typeof: {
    page: "r_json_typeof.html",
    type: text,
    takes: "super",
    rule: ({ args }) => functionCall("redshift_json_typeof", exactly(args, 1, "json_typeof")),
    macros: [
      `CREATE MACRO redshift_json_typeof(x) AS
         CASE json_type(x) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string'
           WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE CASE WHEN x IS NULL THEN NULL ELSE 'number' END END`,
    ],
  },
};

/** The last argument, if it is a boolean, asks for NULL instead of an error. */
function takeLenient(args: AstNode[]): { values: AstNode[]; lenient: AstNode } {
  const last = args.at(-1);
  const isLenient = typeOf(last)?.kind === "boolean";
  return { values: isLenient ? args.slice(0, -1) : args, lenient: isLenient && last ? last : nullConstant() };
}

function array(json: AstNode, lenient: AstNode): AstNode {
  return functionCall("redshift_json", [json, textConstant("ARRAY"), textConstant("array object"), lenient]);
}
