import { rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Export } from "@ashiato/core/api/schemas";
import { csvwMetadata, csvwName } from "@ashiato/core/csvw";
import { ScriptError } from "../../script-error.ts";
import type { Io } from "../command.ts";
import { convertCsv } from "./convert-csv.ts";
import { downloadExport } from "./download-export.ts";
import { downloadMerged } from "./download-merged.ts";
import { type ExportFormat, exportFormats } from "./export-format.ts";

export type Saving = {
  directory: string;
  format: ExportFormat;
  /** Keeps only the rows of this device. */
  device: string | undefined;
  /** Whether the name of the file has the version. */
  named: "by date" | "by version";
  /** Whether late rows are merged into the file, or saved beside it as supplements. */
  late: "merged" | "beside";
};

/** A saved export. */
export type Saved = Pick<Export, "date" | "version" | "checksum" | "lateRows"> & {
  path: string;
  /** Rows in the file; only those of one device, if requested. */
  rows: number;
  /** False if the same file already existed. */
  downloaded: boolean;
};

/**
 * Saves an export, converted if requested, and returns its path. The file appears under its name once it is
 * complete. A whole CSV gets its description in W3C's vocabulary for tabular data beside it.
 *
 * Throws BadExport if the files were removed, the download fails or the CSV's number of rows differs from the
 * published number.
 */
export async function saveExport(found: Export, saving: Saving, io: Io): Promise<Saved> {
  const { directory, format, device } = saving;
  const { date, version, checksum, lateRows, supplements, removedAt } = found;
  if (removedAt !== undefined) {
    throw new ScriptError(
      "BadExport",
      `The files of version ${version} of ${date} were removed at ${removedAt}: a newer version holds its rows`,
    );
  }
  const isMerged = saving.late === "merged";
  const rows = found.rows + (isMerged ? lateRows : 0);
  const path = join(directory, fileName(found, saving));
  const download = (to: string): Promise<"downloaded" | "unchanged"> =>
    isMerged && lateRows > 0 ? downloadMerged(found, to, io) : downloadExport(found, to, io);
  if (!isMerged) {
    for (const { number, file } of supplements) {
      await downloadExport({ files: [file] }, join(directory, fileName(found, saving, number)), io);
    }
  }
  if (format === "csv" && device === undefined) {
    const downloaded = (await download(path)) === "downloaded";
    await writeFile(
      csvwName(path),
      `${JSON.stringify(csvwMetadata({ ...found, url: basename(path) }), null, 2)}\n`,
    );
    return { date, version, checksum, lateRows, rows, path, downloaded };
  }
  const csv = `${path}.csv.part`;
  const written = `${path}.part`;
  try {
    await download(csv);
    io.progress.update(`Writing ${path}`);
    const converted = await convertCsv({ csv, format, device, to: written });
    if (device === undefined && converted !== rows) {
      throw new ScriptError("BadExport", `${path} got ${converted} rows, but ${rows} were published`);
    }
    await rename(written, path);
    return { date, version, checksum, lateRows, rows: converted, path, downloaded: true };
  } finally {
    await Promise.all([csv, written].map((file) => rm(file, { force: true })));
  }
}

function fileName({ date, version }: Export, { named, device, format }: Saving, late?: number): string {
  const parts = [
    "locations",
    date,
    ...(named === "by version" ? [`v${version}`] : []),
    ...(late === undefined ? [] : [`late${late}`]),
    // Some characters of a device id have a special meaning in file names.
    ...(device === undefined || late !== undefined ? [] : [encodeURIComponent(device)]),
  ];
  return `${parts.join("_")}.${exportFormats[late === undefined ? format : "csv"]}`;
}
