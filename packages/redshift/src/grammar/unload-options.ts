import type { Encryption } from "../storage.ts";
import { notSupported, SqlError } from "../errors.ts";
import type { IamRole, Unload, UnloadCompression, UnloadFormat } from "./statement.ts";

export const megabyte = 1024 * 1024;
export const gigabyte = 1024 * megabyte;

/** https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (MAXFILESIZE) */
export const fileSizes = { minBytes: 5 * megabyte, maxBytes: Math.floor(6.2 * gigabyte) };

/** https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (ROWGROUPSIZE) */
export const rowGroupSizes = { minBytes: 32 * megabyte, maxBytes: 128 * megabyte };

/** The options of an UNLOAD as they were written; what was not written is undefined. */
export type UnloadOptions = {
  format?: "csv" | "parquet";
  iamRole?: IamRole;
  /** The role came by CREDENTIALS. */
  credentials?: true;
  partitionBy?: { columns: string[]; include: boolean };
  manifest?: "plain" | "verbose";
  header?: true;
  delimiter?: string;
  nullText?: string;
  escape?: true;
  addQuotes?: true;
  fixedWidth?: string;
  compression?: Exclude<UnloadCompression, "none">;
  encrypted?: "given" | "auto";
  kmsKeyId?: string;
  target?: "allow-overwrite" | "clean-path";
  parallel?: boolean;
  maxFileSizeBytes?: number;
  rowGroupBytes?: number;
  region?: string;
  extension?: string;
};

/** The options' names in the statement. */
export const optionWords: Record<keyof UnloadOptions, string> = {
  format: "FORMAT",
  iamRole: "IAM_ROLE",
  credentials: "CREDENTIALS",
  partitionBy: "PARTITION BY",
  manifest: "MANIFEST",
  header: "HEADER",
  delimiter: "DELIMITER",
  nullText: "NULL AS",
  escape: "ESCAPE",
  addQuotes: "ADDQUOTES",
  fixedWidth: "FIXEDWIDTH",
  compression: "GZIP, ZSTD or BZIP2",
  encrypted: "ENCRYPTED",
  kmsKeyId: "KMS_KEY_ID",
  target: "ALLOWOVERWRITE or CLEANPATH",
  parallel: "PARALLEL",
  maxFileSizeBytes: "MAXFILESIZE",
  rowGroupBytes: "ROWGROUPSIZE",
  region: "REGION",
  extension: "EXTENSION",
};

/**
 * Puts the options of an UNLOAD together: refuses those that exclude each other, and fills in what was not
 * written.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export function assembleUnload(query: string, to: string, options: UnloadOptions): Unload {
  if (!options.iamRole) {
    throw new SqlError(
      "syntax_error",
      "UNLOAD needs IAM_ROLE: other credentials are not supported by this warehouse",
    );
  }
  return {
    kind: "unload",
    query,
    to,
    iamRole: options.iamRole,
    format: formatOf(options),
    partitionBy: options.partitionBy,
    manifest: options.manifest ?? "none",
    compression: options.compression ?? "none",
    encryption: encryptionOf(options),
    target: options.target ?? "must-be-empty",
    parallel: options.parallel ?? true,
    maxFileSizeBytes: options.maxFileSizeBytes ?? fileSizes.maxBytes,
    region: options.region,
    extension: options.extension,
  };
}

function formatOf(options: UnloadOptions): UnloadFormat {
  const { format } = options;
  if (format === undefined) {
    throw notSupported("UNLOAD to delimited text without FORMAT CSV or PARQUET");
  }
  switch (format) {
    case "csv":
      refuse(options, "CSV", ["addQuotes", "fixedWidth", "rowGroupBytes"]);
      return {
        kind: "csv",
        header: options.header ?? false,
        delimiter: options.delimiter ?? ",",
        nullText: options.nullText ?? "",
        escape: options.escape ?? false,
      };
    case "parquet":
      refuse(options, "PARQUET", [
        "delimiter",
        "fixedWidth",
        "addQuotes",
        "escape",
        "nullText",
        "header",
        "compression",
      ]);
      return { kind: "parquet", rowGroupBytes: options.rowGroupBytes ?? rowGroupSizes.minBytes };
  }
}

/** In the words that Redshift has for it: `ADDQUOTES is not supported for UNLOAD to CSV`. */
function refuse(options: UnloadOptions, format: string, excluded: (keyof UnloadOptions)[]): void {
  const given = excluded.find((name) => options[name] !== undefined);
  if (given === undefined) {
    return;
  }
  const word = given === "compression" ? options.compression?.toUpperCase() : optionWords[given];
  throw new SqlError("feature_not_supported", `${word} is not supported for UNLOAD to ${format}`);
}

/** https://docs.aws.amazon.com/redshift/latest/dg/t_unloading_encrypted_files.html */
function encryptionOf({ encrypted, kmsKeyId, credentials }: UnloadOptions): Encryption {
  if (encrypted === undefined && kmsKeyId === undefined) {
    return { kind: "s3" };
  }
  if (encrypted === undefined) {
    throw new SqlError("syntax_error", "KMS_KEY_ID needs ENCRYPTED");
  }
  if (encrypted === "auto") {
    if (kmsKeyId !== undefined) {
      throw new SqlError("syntax_error", "ENCRYPTED AUTO and KMS_KEY_ID exclude each other");
    }
    return { kind: "bucket-default" };
  }
  if (kmsKeyId === undefined) {
    return { kind: "s3" };
  }
  if (credentials) {
    throw new SqlError("syntax_error", "KMS_KEY_ID and CREDENTIALS exclude each other");
  }
  if (kmsKeyId === "") {
    throw new SqlError("invalid_value", "KMS_KEY_ID must not be empty");
  }
  return { kind: "kms", keyId: kmsKeyId };
}
