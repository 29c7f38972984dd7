import { notSupported, SqlError } from "../sql-error.ts";
import { parseIamRole } from "./parse-external-schema.ts";
import type { IamRole, Unload } from "./statement.ts";
import type { TokenReader } from "./token-reader.ts";

const megabyte = 1024 * 1024;
const gigabyte = 1024 * megabyte;

/** https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (MAXFILESIZE) */
const smallestFileBytes = 5 * megabyte;
const largestFileBytes = 6.2 * gigabyte;

type Options = {
  format?: "csv" | "parquet";
  iamRole?: IamRole;
  partitionBy?: { columns: string[]; include: boolean };
  manifest?: "plain" | "verbose";
  header?: true;
  delimiter?: string;
  nullText?: string;
  compression?: "gzip" | "zstd";
  target?: "allow-overwrite" | "clean-path";
  parallel?: boolean;
  maxFileSizeBytes?: number;
  region?: string;
  extension?: string;
};

/**
 * `UNLOAD ('query') TO 's3://…' …`: the grammar for CSV and PARQUET, options in any order, each at most once.
 * Throws `feature_not_supported` naming an option that this warehouse does not have.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export function parseUnload(reader: TokenReader): Unload {
  reader.expectWords("unload");
  reader.expectSymbol("(");
  const query = reader.expectString();
  reader.expectSymbol(")");
  reader.expectWords("to");
  const to = reader.expectString();
  const options: Options = {};
  while (reader.peek()) readOption(reader, options);
  return assemble({ query, to, options });
}

function readOption(reader: TokenReader, options: Options): void {
  const name = reader.peek()?.text ?? "";
  if (name === "iam_role") return setOnce(options, "iamRole", parseIamRole(reader));
  const token = reader.next();
  if (token.kind !== "word") throw new SqlError("syntax_error", `syntax error at or near "${token.text}"`);
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
      reader.takeWords("as");
      return setOnce(options, "delimiter", readDelimiter(reader.expectString()));
    case "null":
      reader.takeWords("as");
      return setOnce(options, "nullText", reader.expectString());
    case "gzip":
    case "zstd":
      return setOnce(options, "compression", name);
    case "allowoverwrite":
      return setOnce(options, "target", "allow-overwrite");
    case "cleanpath":
      return setOnce(options, "target", "clean-path");
    case "parallel":
      return setOnce(options, "parallel", readSwitch(reader));
    case "maxfilesize":
      reader.takeWords("as");
      return setOnce(options, "maxFileSizeBytes", readFileSize(reader));
    case "region":
      reader.takeWords("as");
      return setOnce(options, "region", reader.expectString());
    case "extension":
      return setOnce(options, "extension", readExtension(reader.expectString()));
    case "encrypted":
    case "kms_key_id":
    case "bzip2":
    case "escape":
    case "addquotes":
    case "fixedwidth":
    case "rowgroupsize":
    case "credentials":
    case "access_key_id":
    case "master_symmetric_key":
      throw notSupported(`UNLOAD … ${name.toUpperCase()}`);
    default:
      throw new SqlError(
        "syntax_error",
        `syntax error at or near "${token.text}"\n  Position: ${token.start + 1}`,
      );
  }
}

function setOnce<Name extends keyof Options>(options: Options, name: Name, value: Options[Name]): void {
  if (options[name] !== undefined)
    throw new SqlError("syntax_error", `conflicting or redundant options: ${name}`);
  options[name] = value;
}

function readFormat(name: string): "csv" | "parquet" {
  if (name === "csv" || name === "parquet") return name;
  throw notSupported(`UNLOAD … FORMAT ${name.toUpperCase()}`);
}

function readDelimiter(text: string): string {
  if (text.length === 1 && text <= "\u007f" && !'"\n\r'.includes(text)) return text;
  throw new SqlError("invalid_value", `the delimiter ${JSON.stringify(text)} must be one ASCII character`);
}

/** A file name's ending, not a way to another folder. */
function readExtension(text: string): string {
  if (/^[\w.-]+$/u.test(text)) return text;
  throw new SqlError(
    "invalid_value",
    `the extension ${JSON.stringify(text)} may have letters, digits, ".", "_" and "-"`,
  );
}

function readSwitch(reader: TokenReader): boolean {
  if (reader.takeWords("on") || reader.takeWords("true")) return true;
  if (reader.takeWords("off") || reader.takeWords("false")) return false;
  return true;
}

function readFileSize(reader: TokenReader): number {
  const size = reader.expectNumber();
  const unit = reader.takeWords("gb") ? gigabyte : megabyte;
  if (unit === megabyte) reader.takeWords("mb");
  const bytes = Math.floor(size * unit);
  if (bytes < smallestFileBytes || bytes > Math.floor(largestFileBytes)) {
    throw new SqlError(
      "invalid_value",
      `MAXFILESIZE must be between 5 MB and 6.2 GB, not ${size} ${unit === gigabyte ? "GB" : "MB"}`,
    );
  }
  return bytes;
}

function assemble({ query, to, options }: { query: string; to: string; options: Options }): Unload {
  if (!options.iamRole)
    throw new SqlError(
      "syntax_error",
      "UNLOAD needs IAM_ROLE: other credentials are not supported by this warehouse",
    );
  if (!options.format) throw notSupported("UNLOAD to delimited text without FORMAT CSV or PARQUET");
  if (options.format === "parquet") refuseWithParquet(options);
  return {
    kind: "unload",
    query,
    to,
    iamRole: options.iamRole,
    format:
      options.format === "parquet"
        ? { kind: "parquet" }
        : {
            kind: "csv",
            header: options.header ?? false,
            delimiter: options.delimiter ?? ",",
            nullText: options.nullText ?? "",
          },
    partitionBy: options.partitionBy,
    manifest: options.manifest ?? "none",
    compression: options.compression ?? "none",
    target: options.target ?? "must-be-empty",
    parallel: options.parallel ?? true,
    maxFileSizeBytes: options.maxFileSizeBytes ?? Math.floor(largestFileBytes),
    region: options.region,
    extension: options.extension,
  };
}

/** PARQUET takes none of the options that shape text. */
function refuseWithParquet(options: Options): void {
  const textOption = (["header", "delimiter", "nullText", "compression"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (textOption === undefined) return;
  const words = {
    header: "HEADER",
    delimiter: "DELIMITER",
    nullText: "NULL AS",
    compression: "GZIP or ZSTD",
  };
  throw new SqlError("feature_not_supported", `${words[textOption]} is not supported for UNLOAD to PARQUET`);
}
