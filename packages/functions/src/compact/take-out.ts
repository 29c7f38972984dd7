import { isWithdrawn, type TakenRows, type Withdrawal } from "@ashiato/core/daily-batch/withdrawal";
import { withdrawnKey } from "@ashiato/core/withdrawal-keys";
import { Resource } from "sst";
import { GzipUpload } from "../aws/gzip-upload.ts";
import { deleteObjects } from "../aws/objects.ts";
import { readTableLines } from "./table-lines.ts";

/** An object of the table; `before` is called when its rows are put aside, and before it changes. */
type Taking = { key: string; before: (taken: TakenRows) => Promise<void> };

/**
 * Takes the rows of a withdrawal out of an object of the table: writes them aside, and then replaces the
 * object by the others, in one write, if it has not changed since it was read. Deletes an object of which
 * nothing is left. Reads one without such rows once, and leaves it as it is. Holds some megabytes in memory.
 */
export async function takeOut(withdrawal: Withdrawal, { key, before }: Taking): Promise<void> {
  const counted = { taken: 0, kept: 0 };
  const etag = await readTableLines({ key }, (line) => {
    counted[isWithdrawn(line, withdrawal) ? "taken" : "kept"] += 1;
  });
  if (counted.taken === 0) {
    return;
  }
  const bucket = Resource.Lake.name;
  const to = withdrawnKey(withdrawal, { key, etag });
  const taken = new GzipUpload(bucket, to);
  const kept = counted.kept === 0 ? undefined : new GzipUpload(bucket, key, { ifMatch: etag });
  try {
    await readTableLines(
      { key, etag },
      (line) => (isWithdrawn(line, withdrawal) ? taken : kept)?.appendText(`${line}\n`),
      async () => {
        await taken.flush();
        await kept?.flush();
      },
    );
    await taken.finish();
    await before({ from: key, to, rows: counted.taken, left: { rows: counted.kept, bytes: 0 } });
    await (kept === undefined ? deleteObjects(bucket, [key]) : kept.finish());
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    await Promise.all([taken.abort(cause), kept?.abort(cause)]);
    throw error;
  }
}
