import type { StatusParts } from "@ashiato/core/status/status";
import { workPrefix } from "@ashiato/core/work-keys";
import { Resource } from "sst";
import { listObjects } from "../aws/objects.ts";

/** Counts the work objects that wait for a run. */
export async function readInbox(): Promise<StatusParts["inbox"]> {
  const bucket = Resource.Lake.name;
  const inbox: StatusParts["inbox"] = {
    url: `s3://${bucket}/${workPrefix}`,
    objects: 0,
    bytes: 0,
  };
  for await (const { bytes, modified } of listObjects(bucket, workPrefix)) {
    inbox.objects += 1;
    inbox.bytes += bytes;
    inbox.oldest = inbox.oldest === undefined || modified < inbox.oldest ? modified : inbox.oldest;
  }
  return inbox;
}
