/**
 * Returns an element in the form of the AWS Query protocol: an object's members are elements, a list's are
 * named `member`, and undefined ones are omitted.
 */
export function xmlElement(name: string, value: unknown, attributes = ""): string {
  return value === undefined ? "" : `<${name}${attributes}>${contents(value)}</${name}>`;
}

function contents(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map((each) => xmlElement("member", each)).join("");
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value)
      .map(([name, member]) => xmlElement(name, member))
      .join("");
  }
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
