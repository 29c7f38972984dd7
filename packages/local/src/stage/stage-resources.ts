import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeWhole } from "../disk/write-whole.ts";
import type { DeclaredResource } from "../evaluate/declared-app.ts";

/** A declared resource, with what AWS added to it. */
const resourceSchema = z.object({
  /** Pulumi's type token: `aws:sqs/queue:Queue`. */
  type: z.string(),
  /** Logical name: `ReportsQueue`. */
  name: z.string(),
  id: z.string(),
  state: z.record(z.string(), z.unknown()),
});

export type StageResource = z.infer<typeof resourceSchema>;

/**
 * Writes the resources with which a stage was started, like SST's state of a deployed stage. Links of
 * functions hold secrets, so only the stage's owner may read the file.
 */
export async function writeResources(
  directory: string,
  resources: readonly DeclaredResource[],
): Promise<void> {
  const known = resources
    .filter(({ custom }) => custom)
    .map(({ type, name, id, state }): StageResource => ({ type, name, id, state }));
  await writeWhole(fileOf(directory), JSON.stringify(known), { mode: 0o600 });
}

/**
 * Returns the resources with which the stage in a directory was started. Throws an Error if it cannot read
 * them.
 */
export async function readResources(directory: string): Promise<StageResource[]> {
  return z.array(resourceSchema).parse(JSON.parse(await readFile(fileOf(directory), "utf8")));
}

function fileOf(directory: string): string {
  return path.join(directory, "resources.json");
}
