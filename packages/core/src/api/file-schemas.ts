import * as z from "zod";

const count = z.int().nonnegative();

/** A CSV file of an export or of a supplement. */
export const exportFileSchema = z
  .strictObject({
    name: z.string().describe("Name under which a browser saves the file"),
    rows: count,
    bytes: count,
    sha256: z.string(),
    url: z
      .url()
      .describe(
        "Signed link, which needs no token and is valid until `expiresAt`; for a client with limits of rows or bytes, the route of the API that counts the download and redirects to such a link",
      ),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "ExportFile" });

/** A file with the same rows as Parquet. */
export const parquetFileSchema = exportFileSchema
  .omit({ sha256: true })
  .meta({ id: "ParquetFile", description: "A Parquet file, of which ranges may be read" });
