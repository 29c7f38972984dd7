import type { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import type { Stores } from "../../fauxqs-parts.ts";
import { escapeXml, type Refusal } from "../../refusal.ts";
import { malformedXml, readXml } from "../xml-body.ts";
import type { VersionCall } from "./versioned-store.ts";

const entry = z.object({ Key: z.string(), VersionId: z.string().optional() });

const deletion = z.object({
  Delete: z.object({
    Object: z.union([z.array(entry), entry.transform((one) => [one])]).default([]),
    Quiet: z.stringbool().default(false),
  }),
});

type Deletion = { store: Stores["s3Store"]; calls: AsyncLocalStorage<VersionCall> };

/**
 * Deletes the objects, or the versions of objects, that the body of a DeleteObjects names, and returns its
 * answer, which has an error for each that is refused.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export function deleteVersions(
  bucket: string,
  body: string,
  deletionOf: Deletion,
): { xml: string } | { refusal: Refusal } {
  const parsed = deletion.safeParse(readXml(body));
  if (!parsed.success) {
    return { refusal: malformedXml };
  }
  const { Object: entries, Quiet: quiet } = parsed.data.Delete;
  const results = entries.map((each) => deleteOne(bucket, each, deletionOf));
  const told = results.filter(({ isDeleted }) => !isDeleted || !quiet);
  return {
    xml: [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
      ...told.map(({ xml }) => xml),
      "</DeleteResult>",
    ].join(""),
  };
}

function deleteOne(
  bucket: string,
  { Key: key, VersionId: id }: z.infer<typeof entry>,
  { store, calls }: Deletion,
): { isDeleted: boolean; xml: string } {
  const call: VersionCall = id === undefined ? {} : { asked: { bucket, key, id } };
  const named = [text("Key", key), ...(id === undefined ? [] : [text("VersionId", id)])].join("");
  try {
    calls.run(call, () => store.deleteObject(bucket, key));
  } catch (error) {
    if (!(error instanceof Error && error.name === "S3Error" && "code" in error)) {
      throw error;
    }
    const why = text("Code", String(error.code)) + text("Message", error.message);
    return { isDeleted: false, xml: `<Error>${named}${why}</Error>` };
  }
  const { told } = call;
  const marker = told?.marker ? text("DeleteMarker", "true") + text("DeleteMarkerVersionId", told.id) : "";
  return { isDeleted: true, xml: `<Deleted>${named}${marker}</Deleted>` };
}

function text(name: string, value: string): string {
  return `<${name}>${escapeXml(value)}</${name}>`;
}
