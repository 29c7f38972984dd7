/**
 * Returns a table's name from a request, which may have its ARN instead.
 */
export function tableNameOf(named: string): string {
  return named.startsWith("arn:") ? (named.split(":table/")[1]?.split("/")[0] ?? named) : named;
}
