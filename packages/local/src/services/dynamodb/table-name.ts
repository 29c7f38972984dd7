/**
 * Returns a table's name from what names it in a request: the name itself, or its ARN, which DynamoDB takes
 * in its place.
 */
export function tableNameOf(named: string): string {
  return named.startsWith("arn:") ? (named.split(":table/")[1]?.split("/")[0] ?? named) : named;
}
