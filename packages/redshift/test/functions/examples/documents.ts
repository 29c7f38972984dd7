import type { Examples } from "./example.ts";

export const hashes: Examples = {
  crc32: ["CRC32('Amazon Redshift')", "f2726906"],
  fnv_hash: [
    ["FNV_HASH(1)", "-5968735742475085980"],
    ["FNV_HASH('Amazon Redshift')", "7783490368944507294"],
    ["FNV_HASH('Amazon Redshift', FNV_HASH(1))", "-2202602717770968555"],
    ["FNV_HASH('cd', FNV_HASH('ab'))", "-281581062704388899"],
    ["FNV_HASH(1::SMALLINT)", "589727492704079044"],
    ["FNV_HASH(1::BIGINT)", "-8517097267634966620"],
  ],
  func_sha1: ["FUNC_SHA1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  md5: ["MD5('Amazon Redshift')", "f7415e33f972c03abd4f3fed36748f7a"],
  sha: ["SHA('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  sha1: ["SHA1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  sha2: [
    ["SHA2('abc', 224)", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"],
    ["SHA2('Amazon Redshift', 256)", "15013dc10bc5b293f1f66ea28d818387f191cafeb26f89639fae0b4acf9c8772"],
    ["SHA2('Amazon Redshift', 0)", "15013dc10bc5b293f1f66ea28d818387f191cafeb26f89639fae0b4acf9c8772"],
  ],
};

export const json: Examples = {
  can_json_parse: [
    ["CAN_JSON_PARSE('[10001,10002,\"abc\"]')", true],
    ["CAN_JSON_PARSE('This is a string')", false],
  ],
  is_valid_json: [
    ['IS_VALID_JSON(\'{"a": {"b": 1}}\')', true],
    ["is_valid_json('{\"a\":2}')", true],
  ],
  is_valid_json_array: [
    ["IS_VALID_JSON_ARRAY('[1, 2')", false],
    ['is_valid_json_array(\'["a",["b",["c",["d"]]]]\')', true],
  ],
  json_array_length: [
    ["JSON_ARRAY_LENGTH('[11,12,13,{\"f1\":21},14]')", 5],
    ['json_array_length(\'[11,12,13,{"f1":21,"f2":[25,26]},14\',true)', null],
    ['JSON_ARRAY_LENGTH(\'[11,12,13,{"f1":21,"f2":[25,26]},14]\')', 5],
  ],
  json_extract_array_element_text: ["JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[111,112,113]', 2)", "113"],
  json_extract_path_text: [
    ['json_extract_path_text(\'{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}\',\'f4\', \'f6\',true)', null],
    ['JSON_EXTRACT_PATH_TEXT(\'{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}\',\'f4\', \'f6\')', "star"],
    [
      'JSON_EXTRACT_PATH_TEXT(\'{"farm": {"barn": { "color": "red", "feed stocked": true }}}\', \'farm\', \'barn\', \'color\')',
      "red",
    ],
  ],
  json_parse: ["JSON_SERIALIZE(JSON_PARSE('[1, 2]'))", "[1,2]"],
  json_serialize: ["JSON_SERIALIZE(JSON_PARSE('{\"a\": 1}'))", '{"a":1}'],
  json_typeof: [
    ["JSON_TYPEOF(JSON_PARSE('[1]'))", "array"],
    ["JSON_TYPEOF(JSON_PARSE('[10001,10002]'))", "array"],
  ],
};

export const geometries: Examples = {
  st_astext: ["ST_AsText(ST_Point(1, 2))", "POINT(1 2)"],
  st_contains: [
    ["ST_Contains(ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 2,0 0))'), ST_Point(1, 1))", true],
    [
      "ST_Contains(ST_GeomFromText('POLYGON((0 2,1 1,0 -1,0 2))'), ST_GeomFromText('POLYGON((-1 3,2 1,0 -3,-1 3))'))",
      false,
    ],
  ],
  st_distancesphere: [
    ["ROUND(ST_DistanceSphere(ST_Point(0, 0), ST_Point(0, 1)))", 111_195],
    [
      "ROUND(ST_DistanceSphere(ST_Point(8.570556, 50.033333), ST_Point(11.786111, 48.353889)) / 1000, 0)",
      299,
    ],
    [
      "ROUND(ST_DistanceSphere(ST_Point(8.570556, 50.033333), ST_Point(13.287778, 52.559722)) / 1000, 0)",
      432,
    ],
    [
      "ROUND(ST_DistanceSphere(ST_Point(11.786111, 48.353889), ST_Point(13.287778, 52.559722)) / 1000, 0)",
      480,
    ],
  ],
  st_geomfromtext: ["ST_X(ST_GeomFromText('POINT(3 4)'))", 3],
  st_makepoint: ["ST_Y(ST_MakePoint(3, 4))", 4],
  st_point: ["ST_X(ST_Point(3, 4))", 3],
  st_within: [
    ["ST_Within(ST_Point(3, 1), ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 2,0 0))'))", false],
    [
      "ST_Within(ST_GeomFromText('POLYGON((0 2,1 1,0 -1,0 2))'), ST_GeomFromText('POLYGON((-1 3,2 1,0 -3,-1 3))'))",
      true,
    ],
  ],
  st_x: [
    ["ST_X(ST_Point(3, 4))", 3],
    ["ST_X(ST_Point(1,2))", 1],
  ],
  st_y: [
    ["ST_Y(ST_Point(3, 4))", 4],
    ["ST_Y(ST_Point(1,2))", 2],
  ],
};
