import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
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

/** Remembers what a stage has accepted, as JSON lines beside its state: on a kept stage the CSVs hold earlier demos' reports too. */
export async function appendSentLog(path: string, rows: readonly ExpectedRow[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** The rows that a stage has accepted so far; none where no demo ran before. */
export async function readSentLog(path: string): Promise<ExpectedRow[]> {
  const lines = (await readText(path)).split("\n").filter((line) => line !== "");
  return lines.map((line) => rowSchema.parse(JSON.parse(line)));
}

/** Forgets everything: the stage starts over. */
export async function clearSentLog(path: string): Promise<void> {
  await rm(path, { force: true });
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
