/**
 * Returns the best encoding of the build that a request takes by its `Accept-Encoding`; undefined if it takes
 * neither. A weight of 0 refuses one: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function acceptedEncoding(header: string | undefined): "br" | "gzip" | undefined {
  const accepted = new Set(
    (header ?? "")
      .split(",")
      .map((each) => each.trim().toLowerCase())
      .filter((each) => !/;\s*q=0(?:\.0*)?$/.test(each))
      .map((each) => each.split(";")[0]?.trim()),
  );
  return (["br", "gzip"] as const).find((encoding) => accepted.has(encoding));
}
