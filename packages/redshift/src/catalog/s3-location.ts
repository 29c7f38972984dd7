import { SqlError } from "../errors.ts";

export type S3Location = { bucket: string; key: string };

const scheme = "s3://";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u;

/** Reads `s3://bucket/key`, the scheme in any case; the key may be empty. Throws `invalid_value`. */
export function parseS3Location(location: string): S3Location {
  const slash = location.indexOf("/", scheme.length);
  const bucket = location.slice(scheme.length, slash < 0 ? undefined : slash);
  if (!location.toLowerCase().startsWith(scheme) || !bucketName.test(bucket)) {
    throw new SqlError("invalid_value", `"${location}" is not a location of the form s3://bucket/prefix`);
  }
  const key = slash < 0 ? "" : location.slice(slash + 1);
  const escapes = key.split("/").some((part) => part === ".." || part === ".");
  if (escapes || key.includes("\0")) {
    throw new SqlError(
      "invalid_value",
      `the location "${location}" contains a folder named "." or "..", or a zero byte`,
    );
  }
  return { bucket, key };
}

export function s3Url({ bucket, key }: S3Location): string {
  return `${scheme}${bucket}/${key}`;
}
