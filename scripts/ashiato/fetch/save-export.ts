import { rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Export } from "@ashiato/core/api/schemas";
import { csvwMetadata, csvwName } from "@ashiato/core/csvw";
import { ScriptError } from "../../script-error.ts";
import type { Io } from "../command.ts";
import { convertCsv } from "./convert-csv.ts";
import { downloadExport } from "./download-export.ts";
import { type ExportFormat, exportFormats } from "./export-format.ts";

export type Saving = {
  directory: string;
  format: ExportFormat;
  /** Keeps the rows of this device alone. */
  device: string | undefined;
  /** Whether the name of the file has the version. */
  named: "by date" | "by version";
};

/** An export as it was saved. */
export type Saved = Pick<Export, "date" | "version" | "checksum"> & {
  path: string;
  /** Rows in the file: of one device where that was asked for. */
  rows: number;
  /** False if the very file was there already. */
  downloaded: boolean;
};

/**
 * Saves an export, converted where that is asked for, and returns where. The file appears under its name when
 * it is complete; a whole CSV has its description in W3C's vocabulary for tabular data beside it.
 *
 * Throws BadExport when the download fails or the CSV has another number of rows than was published.
 */
export async function saveExport(found: Export, saving: Saving, io: Io): Promise<Saved> {
  const { directory, format, device } = saving;
  const { date, version, checksum, rows } = found;
  const path = join(directory, fileName(found, saving));
  if (format === "csv" && device === undefined) {
    const downloaded = (await downloadExport(found, path, io)) === "downloaded";
    await writeFile(
      csvwName(path),
      `${JSON.stringify(csvwMetadata({ ...found, url: basename(path) }), null, 2)}\n`,
    );
    return { date, version, checksum, rows, path, downloaded };
  }
  const csv = `${path}.csv.part`;
  const written = `${path}.part`;
  try {
    await downloadExport(found, csv, io);
    io.progress.update(`Writing ${path}`);
    const converted = await convertCsv({ csv, format, device, to: written });
    if (device === undefined && converted !== rows) {
      throw new ScriptError("BadExport", `${path} got ${converted} rows, but ${rows} were published`);
    }
    await rename(written, path);
    return { date, version, checksum, rows: converted, path, downloaded: true };
  } finally {
    await Promise.all([csv, written].map((file) => rm(file, { force: true })));
  }
}

function fileName({ date, version }: Export, { named, device, format }: Saving): string {
  const parts = [
    "locations",
    date,
    ...(named === "by version" ? [`v${version}`] : []),
    // Some characters of a device id have a meaning in the names of files.
    ...(device === undefined ? [] : [encodeURIComponent(device)]),
  ];
  return `${parts.join("_")}.${exportFormats[format]}`;
}
