/**
 * Returns the ARNs of all objects under prefixes of a bucket; each prefix ends in a slash, as in `core/keys`.
 */
export function below(bucketArn: $util.Output<string>, prefixes: string[]): $util.Output<string>[] {
  return prefixes.map((prefix) => $interpolate`${bucketArn}/${prefix}*`);
}
