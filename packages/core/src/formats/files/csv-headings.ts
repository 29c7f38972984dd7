import { columns as tableColumns, computedColumns, type ReportKey } from "../../columns.ts";
import type { Heading } from "../../column.ts";
import { localTimeColumn } from "../../local-time.ts";
import { knots, one, type Unit } from "../../units.ts";
import type { FileOptions } from "./file-record.ts";
import { unreadableFile } from "./file-record.ts";

/** A key of a report that a column can fill; `date` and `timeOfDay` are the two halves of a time. */
export type HeadingKey = ReportKey | "date" | "timeOfDay";

const halvesOfTime: [HeadingKey, readonly Heading[]][] = [
  ["date", ["date", "utcdate", "gpsdate", "dateutc"]],
  ["timeOfDay", ["time", "utctime", "gpstime", "timeutc"]],
];

/** The positions of a report's values in a line, and the units of columns that have one. */
export type Headings = {
  /** Column by key. */
  columns: ReadonlyMap<HeadingKey, { index: number; heading: string; unit: Unit }>;
  /** Headings of columns that are not part of a report. */
  unused: string[];
  /** Number of fields in a complete line. */
  width: number;
};

/**
 * The headings for each key; if a file has several, the first counts. A speed without a unit is in metres per
 * second.
 */
const namesByKey: ReadonlyMap<HeadingKey, { name: string; unit: Unit }[]> = new Map(
  [...tableColumns.flatMap(headingsOf), ...halvesOfTime].map(([key, headings]) => [
    key,
    headings.map((each) =>
      typeof each === "string" ? { name: each, unit: one } : { name: each[0], unit: each[1] },
    ),
  ]),
);

/** Columns that Ashiato writes and does not read; `quality` and `source` only beside `received_at`. */
const ownColumns = new Set(["receivedat", "dt", "rejectedplace", "rejectedbecause", "rejectedtext"]);
const computedNames = new Set(
  [...computedColumns, localTimeColumn, { name: "source" }].map(({ name }) => plainName(name)),
);

const keys = [...namesByKey.keys()];

/**
 * Reads a heading line. Throws UnreadableFile, naming every missing column and every unknown heading, for a
 * file without a position or a time, and for a mapping that does not fit the file.
 */
export function readHeadings(headings: readonly string[], options: FileOptions): Headings {
  const given = mapped(headings, options.columns ?? {});
  const columns = new Map<HeadingKey, { index: number; heading: string; unit: Unit }>();
  const taken = new Set<number>();
  const plain = headings.map(plainName);
  const knotsBySource = plain.includes("fixtime") && plain.includes("devicetime");
  for (const key of keys.filter((each) => isWanted(each, plain, given))) {
    const found = given.get(key) ?? find(key, plain, taken);
    if (found !== undefined) {
      // Traccar keeps speeds in knots under a plain name: https://www.traccar.org/api-reference/
      const unit = key === "speed" && plain[found.index] === "speed" && knotsBySource ? knots : found.unit;
      columns.set(key, { index: found.index, heading: headings[found.index] ?? "", unit });
      taken.add(found.index);
    }
  }
  const isOwn = (name: string): boolean =>
    ownColumns.has(name) || (plain.includes("receivedat") && computedNames.has(name));
  const unused = headings.filter((_, index) => !taken.has(index) && !isOwn(plain[index] ?? ""));
  refuseMissing(columns, { headings, unused, device: options.device });
  return { columns, unused, width: headings.length };
}

/** Requires a date and a time of day if no column has both. */
function isWanted(
  key: HeadingKey,
  plain: readonly string[],
  given: ReadonlyMap<HeadingKey, unknown>,
): boolean {
  const has = (wanted: HeadingKey): boolean => namesOf(wanted).some((name) => plain.includes(name));
  const halves = !given.has("timestamp") && has("date") && has("timeOfDay") && !hasWhole(plain);
  if (key === "timestamp") {
    return !halves;
  }
  return halves || (key !== "date" && key !== "timeOfDay");
}

function hasWhole(plain: readonly string[]): boolean {
  const halfNames = new Set([...namesOf("date"), ...namesOf("timeOfDay")]);
  return namesOf("timestamp").some((name) => !halfNames.has(name) && plain.includes(name));
}

function find(
  key: HeadingKey,
  plain: readonly string[],
  taken: ReadonlySet<number>,
): { index: number; unit: Unit } | undefined {
  for (const { name, unit } of namesByKey.get(key) ?? []) {
    const index = plain.indexOf(name);
    if (index !== -1 && !taken.has(index)) {
      return { index, unit };
    }
  }
  return undefined;
}

function mapped(
  headings: readonly string[],
  columns: Readonly<Record<string, string>>,
): Map<HeadingKey, { index: number; unit: Unit }> {
  const found = new Map<HeadingKey, { index: number; unit: Unit }>();
  for (const [name, heading] of Object.entries(columns)) {
    const plain = plainName(name);
    const alias = [...namesByKey]
      .flatMap(([key, names]) => [
        [key.toLowerCase(), key, one] as const,
        ...names.map((each) => [each.name, key, each.unit] as const),
      ])
      .find(([candidate]) => candidate === plain);
    const index = headings.findIndex((each) => each.trim() === heading.trim());
    if (alias === undefined) {
      throw unreadableFile(
        `${JSON.stringify(name)} is not a field of a location report: choose one of ${keys.join(", ")}`,
      );
    }
    if (index === -1) {
      throw unreadableFile(
        `The file has no column ${JSON.stringify(heading)}; it has ${headings.join(", ")}`,
      );
    }
    found.set(alias[1], { index, unit: alias[2] });
  }
  return found;
}

function refuseMissing(
  columns: Headings["columns"],
  { headings, unused, device }: { headings: readonly string[]; unused: string[]; device: string | undefined },
): void {
  const missing = [
    ...(columns.has("latitude") ? [] : ["latitude"]),
    ...(columns.has("longitude") ? [] : ["longitude"]),
    ...(columns.has("timestamp") || columns.has("timeOfDay") ? [] : ["timestamp"]),
    ...(columns.has("deviceId") || device !== undefined ? [] : ["deviceId"]),
  ];
  if (missing.length > 0) {
    const isNoneKnown = unused.length === headings.length;
    const unknown =
      unused.length === 0
        ? ""
        : isNoneKnown
          ? ", of which none is known"
          : `; not known: ${unused.join(", ")}`;
    throw unreadableFile(
      `The file has no column for ${missing.join(", ")}. Its headings are ${headings.join(", ")}${unknown}`,
    );
  }
}

function headingsOf(column: (typeof tableColumns)[number]): [HeadingKey, readonly Heading[]][] {
  return "key" in column ? [[column.key, column.headings]] : [];
}

function namesOf(key: HeadingKey): string[] {
  return (namesByKey.get(key) ?? []).map(({ name }) => name);
}

function plainName(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
