/**
 * Returns the device of reports that do not name one: the file's name without its endings, as far as an id
 * may hold it.
 */
export function deviceOfFile(path: string): string {
  const id = nameWithoutEndings(path)
    .replaceAll(/[^A-Za-z0-9._:-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "");
  return id.slice(0, 64) || "file";
}

/** Returns `walk` for `tracks/walk.gpx.gz`. */
export function nameWithoutEndings(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.(?:gz|zip)$/i, "").replace(/\.[A-Za-z0-9]{1,8}$/, "");
}
