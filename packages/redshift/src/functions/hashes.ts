import {
  castTo,
  functionCall,
  integerConstant,
  nullConstant,
  numberOf,
  textConstant,
  type AstNode,
} from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { isText, typeName } from "../ast/sql-type.ts";
import { notSupported } from "../errors.ts";
import { bigint, exactly, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/hash-functions.html */
export const hashFunctions: SqlFunctions = {
  crc32: {
    page: "crc32-function.html",
    type: text,
    rule: ({ args }) => functionCall("redshift_crc32", exactly(args, 1, "crc32")),
    macros: [
      `CREATE MACRO redshift_bytes(x) AS list_transform(range(1, strlen(x) + 1), lambda place:
         (strpos('0123456789ABCDEF', substr(hex(x), 2 * place - 1, 1)) - 1) * 16 + strpos('0123456789ABCDEF', substr(hex(x), 2 * place, 1)) - 1)`,
      // The polynomial of CRC-32C, the low bit first.
      `CREATE MACRO redshift_crc32(x) AS lpad(lower(to_hex(xor(4294967295::BIGINT,
         list_reduce(list_prepend(4294967295::BIGINT, redshift_bytes(x)), lambda crc, byte:
           list_reduce(list_prepend(xor(crc, byte), range(8)), lambda kept, step:
             xor(kept >> 1, CASE WHEN kept & 1 = 1 THEN 2197175160 ELSE 0 END)))))), 8, '0')`,
    ],
  },
  fnv_hash: {
    page: "r_FNV_HASH.html",
    type: bigint,
    rule: ({ args }) => fnvHash(args),
    macros: [
      `CREATE MACRO redshift_fnv(bytes, seed) AS
         CASE WHEN bytes IS NULL THEN NULL ELSE redshift_signed_64(
           list_reduce(list_prepend(coalesce(redshift_unsigned_64(seed), 14695981039346656037::UHUGEINT), list_transform(bytes, lambda byte: CAST(byte AS UHUGEINT))),
             lambda hash, byte: (xor(hash, byte) * 1099511628211::UHUGEINT) % 18446744073709551616::UHUGEINT)) END`,
      `CREATE MACRO redshift_signed_64(x) AS CAST(CASE WHEN x >= 9223372036854775808::UHUGEINT
         THEN CAST(x AS HUGEINT) - 18446744073709551616::HUGEINT ELSE CAST(x AS HUGEINT) END AS BIGINT)`,
      `CREATE MACRO redshift_unsigned_64(x) AS CAST(CASE WHEN x < 0
         THEN CAST(x AS HUGEINT) + 18446744073709551616::HUGEINT ELSE CAST(x AS HUGEINT) END AS UHUGEINT)`,
      // The lowest byte first.
      `CREATE MACRO redshift_number_bytes(x, count) AS
         CASE WHEN x IS NULL THEN NULL ELSE list_transform(range(count), lambda place: (CAST(x AS BIGINT) >> CAST(8 * place AS BIGINT)) & 255) END`,
    ],
  },
  func_sha1: {
    page: "FUNC_SHA1.html",
    type: text,
    rule: ({ args }) => functionCall("sha1", exactly(args, 1, "func_sha1")),
  },
  md5: { page: "r_MD5.html", type: text },
  sha: { page: "SHA.html", type: text, rule: ({ args }) => functionCall("sha1", exactly(args, 1, "sha")) },
  sha1: { page: "SHA1.html", type: text },
  sha2: {
    page: "SHA2.html",
    type: text,
    rule: ({ args }) => {
      const [value, bits] = exactly(args, 2, "sha2");
      const count = numberOf(bits);
      if (count === 0 || count === 256) {
        return functionCall("sha256", [value]);
      }
      if (count === undefined) {
        throw notSupported("SHA2 of a computed number of bits");
      }
      return [224, 384, 512].includes(count)
        ? functionCall("redshift_sha2", [castTo(value, "VARCHAR"), bits])
        : textConstant("");
    },
  },
};

const bytesOf: Record<string, number> = { smallint: 2, integer: 4, bigint: 8 };

/** Computes FNV-1a over the value's bytes: as many as its type has. */
function fnvHash(args: AstNode[]): AstNode {
  const [value, seed, another] = args;
  if (!value || another) {
    throw wrongCount("fnv_hash", "1 or 2", args);
  }
  const type = typeOf(value);
  const count = type && bytesOf[type.kind];
  const isTextual = isText(type) || type?.kind === "unknown";
  if (count === undefined && !isTextual) {
    throw notSupported(`FNV_HASH of the type ${type ? typeName(type) : "of this expression"}`);
  }
  const bytes =
    count === undefined
      ? functionCall("redshift_bytes", [value])
      : functionCall("redshift_number_bytes", [value, integerConstant(count)]);
  return functionCall("redshift_fnv", [bytes, seed ?? castTo(nullConstant(), "BIGINT")]);
}
