import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { Writable } from "node:stream";

type Entry = { name: string };

/**
 * Replaces the package `archiver` while the program is evaluated: writes the names and hashes of the files
 * instead of packing them. SST packs each function for the upload to AWS, and names the upload by the file's
 * hash. Here nothing is uploaded, and packing would take longer than the rest of the program.
 */
export function archiver() {
  const lines: string[] = [];
  let output: Writable | undefined;
  return {
    on: () => undefined,
    pipe: (writable: Writable) => {
      output = writable;
    },
    file: (file: string, { name }: Entry) => {
      if (statSync(file).isFile()) {
        lines.push(`${hash("sha256", readFileSync(file))}  ${name}\n`);
      }
    },
    append: (contents: string | Buffer, { name }: Entry) => {
      lines.push(`${hash("sha256", contents)}  ${name}\n`);
    },
    finalize: async () => {
      output?.end(lines.join(""));
    },
  };
}
