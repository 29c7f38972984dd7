import type { ExportDocument } from "./export-document.ts";
import { columnsOfExport, localTimeColumn } from "./local-time.ts";

export type CsvwTable = Pick<
  ExportDocument,
  "date" | "version" | "timeZone" | "schemaVersion" | "localTime" | "createdAt"
> & {
  /** The CSV, relative to the metadata: the name of a file beside it. */
  url: string;
};

/** What `csvwName` appends to the name of a CSV, where readers look for metadata by default. */
const nameEnd = "-metadata.json";

/** What identifies a report of a date; exports before version 3 have no source. */
const identity = ["source", "device_id", "report_id"];

/**
 * Returns the name, or the key, of the metadata of a CSV.
 * https://www.w3.org/TR/tabular-data-model/#standard-file-metadata
 */
export function csvwName(csv: string): string {
  return `${csv}${nameEnd}`;
}

/**
 * Returns the description of an exported CSV in W3C's vocabulary for tabular data: each column with its type,
 * its unit and its meaning, as JSON-LD. https://www.w3.org/TR/tabular-metadata/
 */
export function csvwMetadata(table: CsvwTable): object {
  const { url, date, version, timeZone, schemaVersion, localTime, createdAt } = table;
  const described = columnsOfExport(localTime).filter((column) => sinceOf(column) <= schemaVersion);
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url,
    "dc:title": `Location reports of ${date}`,
    "dc:description": `Version ${version} of the business date ${date} in ${timeZone}: one row for each report, ordered by device and time`,
    "dc:created": createdAt,
    dialect: { encoding: "utf-8", delimiter: ",", quoteChar: '"', doubleQuote: true, header: true },
    tableSchema: {
      columns: described.map(columnDescription),
      primaryKey: identity.filter((name) => described.some((column) => column.name === name)),
    },
  };
}

type ExportColumn = ReturnType<typeof columnsOfExport>[number];

function sinceOf(column: ExportColumn): number {
  return "since" in column ? column.since : 1;
}

function columnDescription(column: ExportColumn): object {
  return {
    name: column.name,
    titles: column.name,
    "dc:description": column.comment,
    datatype: datatype(column),
    ...("required" in column && { required: column.required }),
  };
}

/** Times are in the form of XML Schema's dateTime, with Z for UTC or an offset. */
function datatype(column: ExportColumn): string | object {
  if (!("type" in column)) {
    return column.name === localTimeColumn.name ? "dateTime" : "string";
  }
  const { type } = column;
  if (type === "timestamp") {
    return "dateTime";
  }
  if (type === "boolean") {
    return type;
  }
  return type.startsWith("varchar")
    ? { base: "string", maxLength: Number(/\d+/.exec(type)?.[0]) }
    : "decimal";
}
