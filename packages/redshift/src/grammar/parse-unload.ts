import { notSupported, SqlError } from "../errors.ts";
import { parseIamRole } from "./parse-external-schema.ts";
import type { Unload } from "./statement.ts";
import type { TokenReader } from "../sql/token-reader.ts";
import {
  assembleUnload,
  fileSizes,
  gigabyte,
  megabyte,
  optionWords,
  rowGroupSizes,
  type UnloadOptions,
} from "./unload-options.ts";

/**
 * Parses `UNLOAD ('query') TO 's3://…' …`: the grammar for CSV and PARQUET, options in any order, each at
 * most once. Throws `feature_not_supported` naming an option that this warehouse does not have.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export function parseUnload(reader: TokenReader): Unload {
  reader.expectWords("unload");
  reader.expectSymbol("(");
  const query = reader.expectString();
  reader.expectSymbol(")");
  reader.expectWords("to");
  const to = reader.expectString();
  const options: UnloadOptions = {};
  while (reader.peek()) {
    readOption(reader, options);
  }
  return assembleUnload(query, to, options);
}

function readOption(reader: TokenReader, options: UnloadOptions): void {
  const name = reader.peek()?.text ?? "";
  if (name === "iam_role") {
    return setOnce(options, "iamRole", parseIamRole(reader));
  }
  const token = reader.next();
  if (token.kind !== "word") {
    throw new SqlError("syntax_error", `syntax error at or near "${token.text}"`);
  }
  switch (name) {
    case "format":
      reader.takeWords("as");
      return setOnce(options, "format", readFormat(reader.identifier()));
    case "csv":
    case "parquet":
    case "json":
      return setOnce(options, "format", readFormat(name));
    case "partition":
      reader.expectWords("by");
      return setOnce(options, "partitionBy", {
        columns: reader.list(() => reader.identifier()),
        include: reader.takeWords("include"),
      });
    case "manifest":
      return setOnce(options, "manifest", reader.takeWords("verbose") ? "verbose" : "plain");
    case "header":
      return setOnce(options, "header", true);
    case "delimiter":
      return setOnce(options, "delimiter", readDelimiter(stringAs(reader)));
    case "null":
      return setOnce(options, "nullText", stringAs(reader));
    case "escape":
      return setOnce(options, "escape", true);
    case "addquotes":
      return setOnce(options, "addQuotes", true);
    case "fixedwidth":
      return setOnce(options, "fixedWidth", stringAs(reader));
    case "gzip":
    case "zstd":
    case "bzip2":
      return setOnce(options, "compression", name);
    case "encrypted":
      return setOnce(options, "encrypted", reader.takeWords("auto") ? "auto" : "given");
    case "kms_key_id":
      return setOnce(options, "kmsKeyId", reader.expectString());
    case "allowoverwrite":
      return setOnce(options, "target", "allow-overwrite");
    case "cleanpath":
      return setOnce(options, "target", "clean-path");
    case "parallel":
      return setOnce(options, "parallel", readSwitch(reader));
    case "maxfilesize":
      return setOnce(options, "maxFileSizeBytes", readFileSize(reader));
    case "rowgroupsize":
      return setOnce(options, "rowGroupBytes", readRowGroupSize(reader));
    case "region":
      return setOnce(options, "region", stringAs(reader));
    case "extension":
      return setOnce(options, "extension", readExtension(reader.expectString()));
    case "with":
      reader.expectWords("credentials");
      return readCredentials(reader, options);
    case "credentials":
      return readCredentials(reader, options);
    case "access_key_id":
    case "secret_access_key":
    case "session_token":
      throw notSupported(`UNLOAD … ${name.toUpperCase()}`);
    case "master_symmetric_key":
      // Closed on 30 April 2026, as the page says.
      throw new SqlError(
        "feature_not_supported",
        "MASTER_SYMMETRIC_KEY: UNLOAD has no client-side encryption any more",
      );
    default:
      throw new SqlError(
        "syntax_error",
        `syntax error at or near "${token.text}"\n  Position: ${token.start + 1}`,
      );
  }
}

function setOnce<Name extends keyof UnloadOptions>(
  options: UnloadOptions,
  name: Name,
  value: UnloadOptions[Name],
): void {
  if (options[name] !== undefined) {
    throw new SqlError("syntax_error", `conflicting or redundant options: ${optionWords[name]}`);
  }
  options[name] = value;
}

/**
 * Parses `CREDENTIALS [ AS ] 'aws_iam_role=arn[,arn]'`, the older form of IAM_ROLE.
 * https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-authorization.html
 */
function readCredentials(reader: TokenReader, options: UnloadOptions): void {
  const text = stringAs(reader);
  const [, role] = /^aws_iam_role=(.+)$/iu.exec(text) ?? [];
  if (role === undefined) {
    throw notSupported("UNLOAD … CREDENTIALS of anything but aws_iam_role");
  }
  setOnce(options, "credentials", true);
  setOnce(options, "iamRole", { kind: "arns", arns: role.split(",").map((arn) => arn.trim()) });
}

/** Parses `[ AS ] 'text'` */
function stringAs(reader: TokenReader): string {
  reader.takeWords("as");
  return reader.expectString();
}

function readFormat(name: string): "csv" | "parquet" {
  if (name === "csv" || name === "parquet") {
    return name;
  }
  throw notSupported(`UNLOAD … FORMAT ${name.toUpperCase()}`);
}

function readDelimiter(text: string): string {
  if (text.length === 1 && text <= "\u007f" && !'"\n\r'.includes(text)) {
    return text;
  }
  throw new SqlError("invalid_value", `the delimiter ${JSON.stringify(text)} must be one ASCII character`);
}

/** Reads a file name's ending, not a way to another folder. */
function readExtension(text: string): string {
  if (/^[\w.-]+$/u.test(text)) {
    return text;
  }
  throw new SqlError(
    "invalid_value",
    `the extension ${JSON.stringify(text)} may have letters, digits, ".", "_" and "-"`,
  );
}

function readSwitch(reader: TokenReader): boolean {
  if (reader.takeWords("on") || reader.takeWords("true")) {
    return true;
  }
  if (reader.takeWords("off") || reader.takeWords("false")) {
    return false;
  }
  return true;
}

/** Reads a decimal number of megabytes or gigabytes. */
function readFileSize(reader: TokenReader): number {
  const { bytes, text } = readSize(reader);
  if (bytes >= fileSizes.minBytes && bytes <= fileSizes.maxBytes) {
    return bytes;
  }
  throw new SqlError("invalid_value", `MAXFILESIZE must be between 5 MB and 6.2 GB, not ${text}`);
}

/** Reads a whole number of megabytes. */
function readRowGroupSize(reader: TokenReader): number {
  const { bytes, text, isWhole } = readSize(reader);
  if (isWhole && bytes >= rowGroupSizes.minBytes && bytes <= rowGroupSizes.maxBytes) {
    return bytes;
  }
  throw new SqlError(
    "invalid_value",
    `ROWGROUPSIZE must be a whole number between 32 MB and 128 MB, not ${text}`,
  );
}

/** Parses `[ AS ] size [ MB | GB ]` */
function readSize(reader: TokenReader): { bytes: number; text: string; isWhole: boolean } {
  reader.takeWords("as");
  const size = reader.expectNumber();
  const isGigabytes = reader.takeWords("gb");
  if (!isGigabytes) {
    reader.takeWords("mb");
  }
  return {
    bytes: Math.floor(size * (isGigabytes ? gigabyte : megabyte)),
    text: `${size} ${isGigabytes ? "GB" : "MB"}`,
    isWhole: Number.isInteger(size),
  };
}
