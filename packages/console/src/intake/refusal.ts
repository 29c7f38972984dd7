/** As in the API's `UploadRequest`. */
const maxBytes = 50 * 1024 ** 3;
const namePattern = /^(?!\.{1,2}$)[^/\\\p{Cc}]{1,200}$/u;

export type Refusal = "empty" | "large" | "name";

/** Returns why the API would refuse a file; undefined if it takes it. */
export function refusalOf({ name, bytes }: { name: string; bytes: number }): Refusal | undefined {
  if (bytes === 0) {
    return "empty";
  }
  if (bytes > maxBytes) {
    return "large";
  }
  return namePattern.test(name) ? undefined : "name";
}
