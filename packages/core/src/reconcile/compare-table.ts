import { parseStoreKey, partitionPrefix, storePrefix } from "../store-keys.ts";
import { counted } from "./counted.ts";
import { type Finding, finding } from "./finding.ts";
import type { StoredDate, StoredLake, StoredObject } from "./stored-date.ts";

/** Returns what is wrong between a date's objects, its partition and the records of its batches. */
export function compareTable(stored: StoredDate, lake: StoredLake): Finding[] {
  if (stored.compacting !== undefined) {
    return comparePartition(stored, lake);
  }
  return [
    ...comparePartition(stored, lake),
    ...compareFiles(stored),
    ...unknownObjects(stored, lake),
    ...compareRows(stored),
  ];
}

/** Returns a finding for keys under the table's prefix that no batch writes, if there are any. */
export function misplacedObjects(keys: readonly string[]): Finding[] {
  const misplaced = keys.filter((key) => parseStoreKey(key) === undefined && !isFolder(key));
  return misplaced.length === 0
    ? []
    : [
        finding("object misplaced", {
          text: `${counted(misplaced.length, "object")} under ${storePrefix}, with a key that no batch writes`,
          keys: misplaced,
        }),
      ];
}

/** The S3 console creates a folder as an empty object with a key that ends in a slash. */
function isFolder(key: string): boolean {
  return key.endsWith("/");
}

function comparePartition(stored: StoredDate, lake: StoredLake): Finding[] {
  const { date, location, objects, files, exports, compacting } = stored;
  const folder = `${lake.url}${compacting ?? partitionPrefix(date)}`;
  if (location === undefined) {
    return objects.length === 0
      ? []
      : [
          finding("partition missing", {
            date,
            text: `No query reads ${counted(objects.length, "object")} of the date: it has no partition`,
            repair: "add partition",
            keys: objects.map(({ key }) => key),
          }),
        ];
  }
  if (location.replace(/\/?$/, "/") !== folder) {
    return [
      finding("partition elsewhere", {
        date,
        text: `The partition is at ${location}, and the date's objects are at ${folder}`,
      }),
    ];
  }
  // A run exports its own date even if it has no reports, and so adds its partition.
  return objects.length === 0 && files.length === 0 && exports.length === 0
    ? [
        finding("partition empty", {
          date,
          text: "The partition has no objects, and the date has no export",
          repair: "drop partition",
        }),
      ]
    : [];
}

/** Holds the objects against those that batches and markers name. */
function compareFiles({ date, objects, files, pendingKeys }: StoredDate): Finding[] {
  const found = new Map(objects.map((object) => [object.key, object]));
  const named = new Set([...files.map(({ key }) => key), ...pendingKeys]);
  const missing = [...named].filter((key) => !found.has(key));
  const changed = files.filter(({ key, bytes }) => {
    const object = found.get(key);
    return object !== undefined && object.bytes !== bytes;
  });
  const lost = files.filter(({ key }) => !found.has(key)).reduce((sum, { rows }) => sum + rows, 0);
  return [
    ...(missing.length === 0
      ? []
      : [
          finding("object missing", {
            date,
            text: `${counted(missing.length, "object")} of batches not there; they held ${counted(lost, "row")}`,
            keys: missing,
          }),
        ]),
    ...(changed.length === 0
      ? []
      : [
          finding("object changed", {
            date,
            text: `${counted(changed.length, "object")} with another size than the batch wrote`,
            keys: changed.map(({ key }) => key),
          }),
        ]),
  ];
}

function unknownObjects({ date, objects, files }: StoredDate, { recordsSince }: StoredLake): Finding[] {
  const recorded = new Set(files.map(({ key }) => key));
  const unknown = objects.filter(
    ({ key, modified }) =>
      Date.parse(modified) >= Date.parse(recordsSince) &&
      parseStoreKey(key) !== undefined &&
      !recorded.has(key),
  );
  return unknown.length === 0
    ? []
    : [
        finding("object unknown", {
          date,
          text: `${counted(unknown.length, "object")} of the table, written by no batch on record`,
          keys: unknown.map(({ key }) => key),
        }),
      ];
}

/** Compares the partition's rows with those of its batches, if each object is on record as it is. */
function compareRows({ date, location, counts, objects, files }: StoredDate): Finding[] {
  const recorded = new Map(files.map((file) => [file.key, file]));
  const isRecorded = ({ key, bytes }: StoredObject): boolean => recorded.get(key)?.bytes === bytes;
  if (
    location === undefined ||
    counts === undefined ||
    objects.length !== files.length ||
    !objects.every(isRecorded)
  ) {
    return [];
  }
  const written = files.reduce((sum, { rows }) => sum + rows, 0);
  return counts.rows === written
    ? []
    : [
        finding("rows differ", {
          date,
          text: `The partition has ${counted(counts.rows, "row")}, and its batches wrote ${written}`,
        }),
      ];
}
