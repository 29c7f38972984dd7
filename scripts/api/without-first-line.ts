const lineFeed = 0x0a;

/** Yields the bytes after the first line feed. */
export async function* withoutFirstLine(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let started = false;
  for await (const piece of pieces) {
    const end = started ? -1 : piece.indexOf(lineFeed);
    if (started) {
      yield piece;
    } else if (end !== -1) {
      started = true;
      yield piece.subarray(end + 1);
    }
  }
}
