import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";

/**
 * Moves files that cannot be read out of the way, so that the stage starts without them. Nothing is deleted.
 */
export type SetAside = (files: readonly string[], reason: string) => void;

export type SetAsideOptions = {
  /** The stage's directory: files keep their path below it. */
  directory: string;
  now: () => Date;
  /** Called with one line for each move. */
  say: (line: string) => void;
};

/** Returns a `SetAside` that moves to `set-aside/<time of the start>/` in the stage's directory. */
export function setAsideIn({ directory, now, say }: SetAsideOptions): SetAside {
  const folder = path.join(directory, "set-aside", now().toISOString().replaceAll(":", "-"));
  return (files, reason) => {
    const moved = files.filter((file) => existsSync(file));
    for (const file of moved) {
      const target = freeName(path.join(folder, path.relative(directory, file)));
      mkdirSync(path.dirname(target), { recursive: true });
      renameSync(file, target);
    }
    const names = moved.map((file) => path.relative(directory, file)).join(", ");
    if (moved.length > 0) {
      say(`Set aside ${names} in ${folder}: ${reason}`);
    }
  };
}

function freeName(file: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? file : `${file}.${number}`;
    if (!existsSync(name)) {
      return name;
    }
  }
}
