import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

const report = '{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}';

describe("examples of the documentation", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/IS_VALID_JSON.html
    [`IS_VALID_JSON('{"a":2}')`, true],
    [`IS_VALID_JSON('{"a":{"b":{"c":1}}}')`, true],
    [`IS_VALID_JSON('{"a": [1,2,"b"]}')`, true],
    ["IS_VALID_JSON('{{}}')", false],
    [`IS_VALID_JSON('{1:"a"}')`, false],
    ["IS_VALID_JSON('[1,2,3]')", false],
    // https://docs.aws.amazon.com/redshift/latest/dg/IS_VALID_JSON_ARRAY.html
    ["IS_VALID_JSON_ARRAY('[]')", true],
    [`IS_VALID_JSON_ARRAY('["a",["b",1,["c",2,3,null]]]')`, true],
    [`IS_VALID_JSON_ARRAY('{"a":1}')`, false],
    ["IS_VALID_JSON_ARRAY('a')", false],
    ["IS_VALID_JSON_ARRAY('[1,2,]')", false],
    // https://docs.aws.amazon.com/redshift/latest/dg/JSON_ARRAY_LENGTH.html
    [`JSON_ARRAY_LENGTH('[11,12,13,{"f1":21,"f2":[25,26]},14]')`, 5],
    [`JSON_ARRAY_LENGTH('[11,12,13,{"f1":21,"f2":[25,26]},14', true)`, null],
    // https://docs.aws.amazon.com/redshift/latest/dg/JSON_EXTRACT_ARRAY_ELEMENT_TEXT.html
    ["JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[111,112,113]', 2)", "113"],
    [`JSON_EXTRACT_ARRAY_ELEMENT_TEXT('["a",["b",1,["c",2,3,null,]]]', 1, true)`, null],
    // https://docs.aws.amazon.com/redshift/latest/dg/JSON_EXTRACT_PATH_TEXT.html
    [`JSON_EXTRACT_PATH_TEXT('${report}', 'f4', 'f6')`, "star"],
    [`JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}', 'f4', 'f6', true)`, null],
    // https://docs.aws.amazon.com/redshift/latest/dg/JSON_PARSE.html, JSON_SERIALIZE.html
    [`JSON_PARSE('[10001, 10002,"abc"]')`, '[10001,10002,"abc"]'],
    [`JSON_SERIALIZE(JSON_PARSE('[10001,10002,"abc"]'))`, '[10001,10002,"abc"]'],
    [`JSON_TYPEOF(JSON_PARSE('[10001,10002,"abc"]'))`, "array"],
    // https://docs.aws.amazon.com/redshift/latest/dg/FUNC_SHA1.html, SHA2.html, r_MD5.html
    ["FUNC_SHA1('Amazon Redshift')", "eeac5ed1e11cda66032c30ad77b25071b5487f55"],
    ["MD5('Amazon Redshift')", "f7415e33f972c03abd4f3fed36748f7a"],
    // https://docs.aws.amazon.com/redshift/latest/dg/crc32-function.html
    ["CRC32('Amazon Redshift')", "f2726906"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_FNV_HASH.html
    ["FNV_HASH(1)::varchar", "-5968735742475085980"],
    ["FNV_HASH(1::smallint)::varchar", "589727492704079044"],
    ["FNV_HASH(1::bigint)::varchar", "-8517097267634966620"],
    ["FNV_HASH('Amazon Redshift')::varchar", "7783490368944507294"],
    ["FNV_HASH('Amazon Redshift', FNV_HASH(1))::varchar", "-2202602717770968555"],
    ["FNV_HASH('abcd') = FNV_HASH('cd', FNV_HASH('ab'))", true],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });
});

describe("beside the examples", () => {
  it.each([
    ["IS_VALID_JSON(NULL)", null],
    [`IS_VALID_JSON('{"a,]":"// NaN"}')`, true],
    ["CAN_JSON_PARSE('[1,2,]')", false],
    ["JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[1]', -1)", ""],
    ["JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[1]', 1)", ""],
    [`JSON_EXTRACT_PATH_TEXT('${report}', 'f7')`, null],
    [`JSON_EXTRACT_PATH_TEXT('${report}', 'F4', 'f6')`, null],
    [`JSON_EXTRACT_PATH_TEXT('${report}', 'f2')`, '{"f3":1}'],
    [`JSON_EXTRACT_PATH_TEXT('{"a/b":{"c~d":"é"}}', 'a/b', 'c~d')`, "é"],
    ["SHA('a') = SHA1('a')", true],
    ["SHA2('a', 0) = SHA2('a', 256)", true],
    ["SHA2('a', 7)", ""],
    [
      "SHA2('abc', 384)",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    ],
    [
      "SHA2('abc', 512)",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ],
    ["CRC32('')", "00000000"],
    ["FNV_HASH(NULL::int)", null],
    ["FNV_HASH('a') = FNV_HASH('a ')", false],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });

  it.each([
    ["JSON_ARRAY_LENGTH('[11,12')", "invalid json array object [11,12"],
    ["JSON_ARRAY_LENGTH('{}')", "invalid json array object {}"],
    [`JSON_EXTRACT_PATH_TEXT('{"f2":', 'f2')`, 'invalid json object {"f2":'],
    ["JSON_PARSE('[1,]')", "Invalid JSON: [1,]"],
    ["UPPER(JSON_PARSE('{}'))", "function upper(super) does not exist"],
    ["JSON_SERIALIZE('{}')", "function json_serialize(unknown) does not exist"],
    ["JSON_PARSE('{}') = '{}'", "a comparison of the type SUPER is not supported by this warehouse"],
    ["JSON_PARSE('{}')::varchar", "cannot cast type super to character varying"],
    ["SHA2('a', LEN('a'))", "SHA2 of a computed number of bits is not supported by this warehouse"],
    ["FNV_HASH(current_date)", "FNV_HASH of the type date is not supported by this warehouse"],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toBe(`ERROR: ${message}`);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/query-super.html
it.each([
  ["s.j.a", 'the navigation "s.j.a" into a SUPER is not supported by this warehouse'],
  ["j.a", 'the navigation "j.a" into a SUPER is not supported by this warehouse'],
  ["j[0]", "a subscript in brackets, as of a SUPER, is not supported by this warehouse"],
])("refuses the path %s by name", async (path, message) => {
  const error = await stage.fail(`SELECT ${path} FROM (SELECT JSON_PARSE('{"a": 1}') AS j) AS s`);
  expect(error).toBe(`ERROR: ${message}`);
});
