import { noteKeyUse } from "../aws/client-usage-table.ts";

/** A use is noted once in this time by each instance of the function: no write for each request. */
const notedMilliseconds = 3_600_000;
/** Keys remembered at a time. */
const maxKeys = 10_000;

const noted = new Map<string, number>();

/** Notes when a key was last used, to the hour. */
export async function noteUse(client: string, key: string, now: number): Promise<void> {
  const name = `${client} ${key}`;
  if (now - (noted.get(name) ?? 0) < notedMilliseconds) {
    return;
  }
  if (noted.size >= maxKeys) {
    noted.clear();
  }
  noted.set(name, now);
  await noteKeyUse(client, key, new Date(now).toISOString());
}
