import type { FauxqsParts, Stores } from "../fauxqs-parts.ts";

type S3Store = Stores["s3Store"];
type ListOptions = Parameters<S3Store["listObjects"]>[1];
type Listing = ReturnType<S3Store["listObjects"]>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1_024;
/**
 * Returns the store of fauxqs with S3's rules for keys: they are listed in the order of their bytes, and
 * those that would leave the bucket's folder on the disk are refused.
 */
export function objectStore(
  Base: FauxqsParts["S3Store"],
  { S3Error }: Pick<FauxqsParts, "S3Error">,
): FauxqsParts["S3Store"] {
  function check(key: string): void {
    if (Buffer.byteLength(key) > maxKeyBytes) {
      throw new S3Error("KeyTooLongError", "Your key is too long", 400);
    }
    if (!staysInFolder(key)) {
      throw new S3Error("InvalidURI", "Couldn't parse the specified URI.", 400);
    }
  }

  return class ObjectStore extends Base {
    override putObject(...args: Parameters<S3Store["putObject"]>): ReturnType<S3Store["putObject"]> {
      check(args[1]);
      return super.putObject(...args);
    }

    override getObject(...args: Parameters<S3Store["getObject"]>): ReturnType<S3Store["getObject"]> {
      check(args[1]);
      return super.getObject(...args);
    }

    override headObject(...args: Parameters<S3Store["headObject"]>): ReturnType<S3Store["headObject"]> {
      check(args[1]);
      return super.headObject(...args);
    }

    override deleteObject(...args: Parameters<S3Store["deleteObject"]>): void {
      check(args[1]);
      super.deleteObject(...args);
    }

    /** All or none: one key that is refused leaves the others where they are. */
    override deleteObjects(...args: Parameters<S3Store["deleteObjects"]>): string[] {
      args[1].forEach(check);
      return super.deleteObjects(...args);
    }

    override renameObject(...args: Parameters<S3Store["renameObject"]>): void {
      check(args[1]);
      check(args[2]);
      super.renameObject(...args);
    }

    override createMultipartUpload(...args: Parameters<S3Store["createMultipartUpload"]>): string {
      check(args[1]);
      return super.createMultipartUpload(...args);
    }

    override listObjects(bucket: string, options?: ListOptions): Listing {
      const { prefix = "" } = options ?? {};
      const all = super.listObjects(bucket, { prefix, maxKeys: Number.POSITIVE_INFINITY });
      return page(all.objects, options);
    }
  };
}

/**
 * Returns true if a key can name a file below the bucket's folder: it is not an absolute path, has no NUL,
 * and no segment is `.` or `..`.
 */
function staysInFolder(key: string): boolean {
  return (
    !key.startsWith("/") &&
    !key.includes("\0") &&
    !key.split("/").some((each) => each === "." || each === "..")
  );
}

/**
 * Returns a page of a listing. Keys are in the order of their UTF-8 bytes, and so are their common prefixes
 * among them:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
 */
function page(objects: Listing["objects"], options: ListOptions = {}): Listing {
  const { prefix = "", delimiter, maxKeys = 1_000, startAfter, marker } = options;
  const after = startAfter ?? marker ?? "";
  const sorted = objects.toSorted((a, b) => compareBytes(a.key, b.key));
  const entries: { object?: Listing["objects"][number]; commonPrefix?: string }[] = [];
  let isTruncated = false;
  for (const object of sorted) {
    if (after !== "" && compareBytes(object.key, after) <= 0) {
      continue;
    }
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    const commonPrefix = end < 0 ? undefined : object.key.slice(0, end + (delimiter ?? "").length);
    // One that the page before ended with, or that is on this page already.
    if (
      commonPrefix !== undefined &&
      (commonPrefix === after || entries.at(-1)?.commonPrefix === commonPrefix)
    ) {
      continue;
    }
    if (entries.length >= maxKeys) {
      isTruncated = maxKeys > 0;
      break;
    }
    entries.push(commonPrefix === undefined ? { object } : { commonPrefix });
  }
  const shown = isTruncated ? endingAsContinued(entries) : entries;
  return {
    objects: shown.flatMap(({ object }) => object ?? []),
    commonPrefixes: shown.flatMap(({ commonPrefix }) => commonPrefix ?? []),
    isTruncated,
  };
}

/**
 * Fauxqs continues after the last object where a page has one: common prefixes after it are left to the next
 * page.
 */
function endingAsContinued<T extends { object?: unknown }>(entries: readonly T[]): readonly T[] {
  const last = entries.findLastIndex(({ object }) => object !== undefined);
  return last < 0 ? entries : entries.slice(0, last + 1);
}

/**
 * Returns the order of two texts' UTF-8 bytes. That of UTF-16 differs: surrogates represent the characters
 * above U+FFFF, which come last.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) {
      return bySurrogate(x) - bySurrogate(y);
    }
  }
  return a.length - b.length;
}

function bySurrogate(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
