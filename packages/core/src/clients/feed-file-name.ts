/** What stands for a value in the pattern of a feed's file names. */
const placeholders = ["date", "version", "part"] as const;

const placeholder = /\{([^{}]*)\}/g;

/**
 * Returns what is wrong with a pattern of file names; undefined if no two dates, versions or parts share a
 * name. Each placeholder occurs once, and none touches a digit or another one: `v1` and part 12 cannot read
 * as `v11` and part 2.
 */
export function faultOfNamePattern(pattern: string): string | undefined {
  const names = [...pattern.matchAll(placeholder)].map(([, name]) => name);
  if (names.length !== placeholders.length || !placeholders.every((name) => names.includes(name))) {
    return `must have each of ${placeholders.map((name) => `{${name}}`).join(", ")} once, and no other placeholder`;
  }
  if (!/^[\w.-]+$/.test(pattern.replaceAll(placeholder, ""))) {
    return "must be of letters, digits, dots, hyphens and underscores beside its placeholders";
  }
  return /[\d}]\{|\}\d/.test(pattern)
    ? "must have a character that is no digit between its placeholders and next to them"
    : undefined;
}

/** What the names of a feed's files follow from. */
type Named = { name: string; format: "CSV" | "PARQUET"; compression: "none" | "gzip" };

/** A delivery, by its date and version. */
type Delivered = { date: string; version: number };

/** Returns the name of a file of a feed; the first has the part 1. */
export function feedFileName({ name, format, compression }: Named, of: Delivered, part: number): string {
  const ending = format === "PARQUET" ? "parquet" : compression === "gzip" ? "csv.gz" : "csv";
  return `${filledIn(name, of, String(part))}.${ending}`;
}

/** Returns the name of the document that is written when all files are there. No part is called so. */
export function feedManifestName({ name }: Pick<Named, "name">, of: Delivered): string {
  return `${filledIn(name, of, "manifest")}.json`;
}

function filledIn(pattern: string, { date, version }: Delivered, part: string): string {
  return pattern.replaceAll(placeholder, (_, name: string) =>
    name === "date" ? date : name === "version" ? String(version) : part,
  );
}
