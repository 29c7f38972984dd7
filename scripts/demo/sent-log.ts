import { appendFile, mkdir, readFile, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { ExpectedRow } from "../report/demo-report.ts";

const rowSchema = z.strictObject({
  date: z.string(),
  deviceId: z.string(),
  recordedAt: z.string(),
  latitude: z.string(),
  longitude: z.string(),
  reportId: z.string().exactOptional(),
  values: z.record(z.string(), z.union([z.number(), z.boolean()])),
});

/**
 * Appends what a stage has accepted, as JSON lines beside its state: on a kept stage the CSVs also hold the
 * reports of earlier demos.
 */
export async function appendSentLog(path: string, rows: readonly ExpectedRow[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/**
 * Returns the rows that a stage has accepted so far; none if no demo ran before. Moves an incomplete last
 * line, which a killed demo was writing, to a file beside the log; the check of the CSVs names its row if the
 * stage has it.
 */
export async function readSentLog(path: string): Promise<ExpectedRow[]> {
  const text = await readText(path);
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) {
    await appendFile(`${path}.torn`, `${text.slice(whole.length)}\n`);
    await truncate(path, Buffer.byteLength(whole));
  }
  const lines = whole.split("\n").filter((line) => line !== "");
  return lines.map((line) => rowSchema.parse(JSON.parse(line)));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return "";
    }
    throw error;
  }
}
