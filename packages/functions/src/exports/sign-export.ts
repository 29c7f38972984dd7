import type { Export } from "@ashiato/core/api/schemas";
import { downloadName, parquetName, supplementName } from "@ashiato/core/download-name";
import { countLateRows, type Supplement } from "@ashiato/core/export-document";
import { linkSigner } from "../aws/sign-link.ts";
import type { FoundExport } from "../batch/find-exports.ts";

/**
 * Returns an export as the API shows it, with a newly signed link for each file.
 */
export async function signExport(
  bucket: string,
  { document, supplements, current }: FoundExport,
): Promise<Export> {
  const sign = signer(bucket);
  const { indexed: _indexed, parquet, ...shown } = document;
  const isThere = document.removedAt === undefined;
  const files = isThere ? document.files : [];
  return {
    ...shown,
    current,
    files: await Promise.all(files.map((file, index) => sign.csv(file, downloadName(document, index)))),
    parquet: await Promise.all(
      (isThere ? (parquet?.files ?? []) : []).map((file, index) =>
        sign.parquet(file, parquetName(document, index)),
      ),
    ),
    lateRows: countLateRows(supplements),
    supplements: isThere ? await Promise.all(supplements.map((each) => signSupplement(sign, each))) : [],
  };
}

async function signSupplement(sign: Sign, supplement: Supplement): Promise<Export["supplements"][number]> {
  const { number, run, rows, conflicts, createdAt, completeThrough, file, parquet } = supplement;
  const name = supplementName(supplement);
  return {
    number,
    run,
    rows,
    conflicts,
    createdAt,
    completeThrough,
    file: await sign.csv(file, name),
    ...(parquet !== undefined && {
      parquet: await sign.parquet({ ...parquet, rows }, name.replace(/csv$/, "parquet")),
    }),
  };
}

type Sign = {
  csv: (file: Supplement["file"], name: string) => Promise<Export["files"][number]>;
  parquet: (file: ParquetFile, name: string) => Promise<Export["parquet"][number]>;
};

type ParquetFile = { key: string; rows: number; bytes: number };

function signer(bucket: string): Sign {
  const sign = linkSigner(bucket);
  return {
    csv: async ({ key, rows, bytes, sha256 }, name) => ({
      name,
      rows,
      bytes,
      sha256,
      ...(await sign({ key, name, type: "text/csv; charset=utf-8" })),
    }),
    parquet: async ({ key, rows, bytes }, name) => ({
      name,
      rows,
      bytes,
      ...(await sign({ key, name, type: "application/vnd.apache.parquet" })),
    }),
  };
}
