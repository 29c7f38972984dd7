import { createHash } from "node:crypto";

/** Most file systems take names of 255 bytes; room is left for the endings. */
const maxNameBytes = 180;

/**
 * Returns the path below a bucket's folder, without an ending, for the files of a key: readable, and another
 * one for each key. A slash makes a folder. Percent signs mark what is encoded, as in URLs, so a key's own
 * are encoded too:
 * - characters that file systems do not take, and names that mean a folder (`.`, `..`, the empty one between
 *   two slashes or after the last),
 * - folder names that end like a file of this store,
 * - names that are too long, by their hash.
 */
export function objectPath(key: string): string {
  const names = key.split("/").map((name) => name.replaceAll(/[<>:"|?*\\%\p{Cc}]/gu, percentEncoded));
  return names
    .map((name, index) => {
      const isFolder = index < names.length - 1;
      return shortened(isFolder ? folderName(name) : fileName(name));
    })
    .join("/");
}

function folderName(name: string): string {
  return /\.(data|meta\.json|part)$/.test(name) ? name.replace(/\.(?=[^.]*$)/, "%2e") : fileName(name);
}

function fileName(name: string): string {
  if (name === "") {
    return "%";
  }
  return name === "." || name === ".." ? name.replaceAll(".", "%2e") : name;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) {
    return name;
  }
  return `${Buffer.from(name)
    .subarray(0, 80)
    .toString("latin1")
    .replaceAll(/[^\w.-]/g, "_")}%~${createHash("sha256").update(name).digest("hex")}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
