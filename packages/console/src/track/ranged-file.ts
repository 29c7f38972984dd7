import type { AsyncBuffer } from "hyparquet";

/** A file behind a signed link, of this many bytes. */
export type LinkedFile = { url: string; bytes: number };

/** What was asked of files so far. */
export type Asked = { requests: number; bytes: number };

/**
 * Returns a file that is read by ranges alone, and calls `onAsked` after each request. The link is signed
 * for GET, so that nothing asks for the size by HEAD. Throws an Error with the status where the bucket sends
 * anything but the range, such as 403 once the link has expired.
 */
export function rangedFile({ url, bytes }: LinkedFile, onAsked: (asked: Asked) => void): AsyncBuffer {
  return {
    byteLength: bytes,
    async slice(start, end = bytes) {
      const answer = await fetch(url, { headers: { range: `bytes=${start}-${end - 1}` } });
      if (answer.status !== 206) {
        await answer.body?.cancel();
        throw new Error(`The bucket answered ${answer.status} instead of bytes ${start} to ${end - 1}`);
      }
      const body = await answer.arrayBuffer();
      if (body.byteLength !== end - start) {
        throw new Error(`The bucket sent ${body.byteLength} bytes instead of the ${end - start} asked for`);
      }
      onAsked({ requests: 1, bytes: body.byteLength });
      return body;
    },
  };
}
