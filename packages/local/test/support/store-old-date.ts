import { runStepsSchema } from "@ashiato/core/api/step-schemas";
import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type RunningStage, tokyoDate } from "./running-stage.ts";

/** Leaves files of a date that has reached its last age, and a request to export it. Returns the date. */
export async function storeOldDate(app: RunningStage): Promise<string> {
  const old = tokyoDate(Date.now() - 33 * 86_400_000);
  const Bucket = app.output("lakeBucket");
  for (const file of [1, 2]) {
    const id = `8f0a4f0e-5f4b-4d54-8f5e-00000000000${file}`;
    const row = `old,${old} 01:00:00.000000,35.68,139.76,,,,,,,,${id},${old} 02:00:00.000000,\n`;
    await app.s3.send(
      new PutObjectCommand({ Bucket, Key: `store/dt=${old}/${file}.csv.gz`, Body: gzipSync(row) }),
    );
  }
  await app.s3.send(new PutObjectCommand({ Bucket, Key: `pending/dt=${old}/request-old.json`, Body: "{}" }));
  return old;
}

/** Returns what the statements of a run were for that have finished, from the answer that lists its steps. */
export async function statementsOf(answer: Response): Promise<string[]> {
  const { run, statements } = runStepsSchema.parse(await answer.json());
  return statements
    .filter(({ status }) => status === "FINISHED")
    .map(({ name }) => name.slice(run.length + 1));
}
