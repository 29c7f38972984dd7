import { countLateRows, type ReadExport } from "../export-document.ts";
import { exportDocumentKey, parseAttemptKey, parseExportDocumentKey } from "../export-keys.ts";
import { type Finding, finding } from "./finding.ts";
import { counted } from "./counted.ts";
import type { StoredDate, StoredObject } from "./stored-date.ts";

/** Returns what is wrong between a date's partition, its exports and the records of runs. */
export function compareExports(stored: StoredDate): Finding[] {
  return [
    ...compareCounts(stored),
    ...missingFiles(stored),
    ...missingVersions(stored),
    ...unpublishedFiles(stored),
  ];
}

/** Compares the current export with the reports of the partition, unless the next run exports the date. */
function compareCounts(stored: StoredDate): Finding[] {
  const { date, counts, location, objects, exports, isPending } = stored;
  const [current] = exports;
  // Without its partition, nothing of the date could be counted.
  if (isPending || (location === undefined && objects.length > 0)) {
    return [];
  }
  if (current === undefined) {
    return objects.length === 0
      ? []
      : [
          finding("export missing", {
            date,
            text: `The partition has ${counted(objects.length, "object")}, and the date has no export`,
            repair: "request export",
          }),
        ];
  }
  if (counts === undefined) {
    return [];
  }
  const { document, supplements } = current;
  const exported = document.rows + countLateRows(supplements);
  const text = `Version ${document.version} and its supplements have ${counted(exported, "report")}, and the partition ${counts.reports}`;
  if (exported === counts.reports) {
    return [];
  }
  return exported < counts.reports
    ? [finding("export behind", { date, text, repair: "request export" })]
    : [finding("export ahead", { date, text })];
}

function missingFiles({ date, exports: [current], exported, counts, isPending }: StoredDate): Finding[] {
  if (current === undefined) {
    return [];
  }
  const sizes = new Map(exported.map(({ key, bytes }) => [key, bytes]));
  const missing = filesOf(current).filter(({ key, bytes }) => sizes.get(key) !== bytes);
  // An export of fewer rows would replace the one that is damaged.
  const exportedRows = current.document.rows + countLateRows(current.supplements);
  const safe = counts !== undefined && counts.reports >= exportedRows;
  return missing.length === 0 || isPending
    ? []
    : [
        finding("export file missing", {
          date,
          text: `${counted(missing.length, "file")} of version ${current.document.version}: not there, or of another size`,
          ...(safe && { repair: "request export" as const }),
          keys: missing.map(({ key }) => key),
        }),
      ];
}

function filesOf({ document, supplements }: ReadExport): { key: string; bytes: number }[] {
  // The current export is never one whose files were removed.
  return [...document.files, ...supplements.map(({ file }) => file)];
}

/** An older version is history, and a newer one holds its rows. */
function missingVersions({
  date,
  published,
  exported,
  exports: [current],
  isPending,
}: StoredDate): Finding[] {
  const there = publishedNames(exported);
  const newest = current?.readAs ?? 0;
  return published
    .filter(({ run, version }) => version > newest && !isPending && !there.has(`${run} ${version}`))
    .map((name) =>
      finding("version missing", {
        date,
        text: `Run ${name.run} published version ${name.version}, and its export.json is not there`,
        repair: "request export",
        keys: [exportDocumentKey(name)],
      }),
    );
}

function unpublishedFiles(stored: StoredDate): Finding[] {
  const keys = unpublishedKeys(stored);
  return keys.length === 0
    ? []
    : [
        finding("files unpublished", {
          date: stored.date,
          text: `${counted(keys.length, "file belongs", "files belong")} to versions that were never published, and a newer one is`,
          repair: "remove files",
          keys,
        }),
      ];
}

/**
 * Returns the keys of files that no run can publish any more: they have no `export.json`, and are below the
 * current version, so that `publish` would give way.
 */
export function unpublishedKeys({ exported, exports }: Pick<StoredDate, "exported" | "exports">): string[] {
  const newest = exports[0]?.readAs ?? 0;
  const published = publishedNames(exported);
  return exported.flatMap(({ key }) => {
    const name = parseAttemptKey(key);
    return name !== undefined && name.version < newest && !published.has(`${name.run} ${name.version}`)
      ? [key]
      : [];
  });
}

/** Returns the run and the number of each version whose `export.json` is there. */
function publishedNames(exported: readonly StoredObject[]): Set<string> {
  return new Set(
    exported.flatMap(({ key }) => {
      const name = parseExportDocumentKey(key);
      return name === undefined ? [] : [`${name.run} ${name.version}`];
    }),
  );
}
