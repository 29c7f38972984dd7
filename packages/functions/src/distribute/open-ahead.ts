import type { ListedObject } from "@ashiato/core/daily-batch/batch";
import { openObject } from "../aws/objects.ts";

export type OpenedObject = { object: ListedObject; opened: ReturnType<typeof openObject> };

/**
 * Opens objects one after another, each while the one before it is read: S3 takes as long to answer as some
 * of them to read. Who stops early leaves none open. An object that cannot be opened fails in its turn.
 */
export async function* openAhead(
  bucket: string,
  objects: readonly ListedObject[],
): AsyncGenerator<OpenedObject> {
  const open = (index: number): OpenedObject["opened"] | undefined => {
    const object = objects[index];
    const opened = object && openObject(bucket, object.Key, object.Etag);
    // It must not count as an unhandled rejection until its turn comes.
    opened?.catch(() => undefined);
    return opened;
  };
  let ahead = open(0);
  try {
    for (const [index, object] of objects.entries()) {
      const opened = ahead;
      ahead = open(index + 1);
      if (opened) {
        yield { object, opened };
      }
    }
  } finally {
    await ahead?.then(
      ({ body }) => body.destroy(),
      () => undefined,
    );
  }
}
