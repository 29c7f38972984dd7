import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

const kept = 4;
/** A stage copies its build when it starts, minutes after it asked for it; a deploy may take longer. */
const minUnusedMilliseconds = 24 * 3_600_000;
/** A build's name, or that of one that a process makes or has left when it was killed. */
const buildName = /^[0-9a-f]{16}(?:\.\d+\.part)?$/;

/**
 * Removes the builds of a folder that were last used more than a day before `now`, except for the four that
 * were used last. A folder's time of modification is its last use, in milliseconds since 1970.
 */
export function pruneBuilds(folder: string, now: number): void {
  const builds = readdirSync(folder)
    .filter((name) => buildName.test(name))
    .flatMap((name) => {
      const place = path.join(folder, name);
      // Another process may remove it at the same time.
      const found = statSync(place, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ place, isWhole: !name.endsWith(".part"), usedAt: found.mtimeMs }];
    })
    .toSorted((a, b) => b.usedAt - a.usedAt);
  const newest = new Set(builds.filter(({ isWhole }) => isWhole).slice(0, kept));
  for (const build of builds) {
    if (!newest.has(build) && now - build.usedAt > minUnusedMilliseconds) {
      rmSync(build.place, { recursive: true, force: true });
    }
  }
}
