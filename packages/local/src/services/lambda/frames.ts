// What goes through the pipes between the stage and a function's process, in both directions.

const lineBreak = 0x0a;
const space = 0x20;

/** Returns a frame: a line of words that ends with the number of bytes of the body, and the body. */
export function frame(head: string, body = ""): string {
  return `${head} ${Buffer.byteLength(body)}\n${body}`;
}

/**
 * Returns what takes the chunks of a pipe, however they are cut, and calls `take` with each frame's words and
 * body as soon as it is whole.
 */
export function frameReader(take: (head: string, body: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes without which there is nothing to look at: a long body is put together once. */
  let needed = 1;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= needed) {
      const bytes = Buffer.concat(chunks);
      const lineEnd = bytes.indexOf(lineBreak);
      const headEnd = bytes.lastIndexOf(space, lineEnd);
      const whole =
        lineEnd === -1 ? held + 1 : lineEnd + 1 + Number(bytes.toString("latin1", headEnd + 1, lineEnd));
      const isWhole = held >= whole;
      chunks = [isWhole ? bytes.subarray(whole) : bytes];
      held -= isWhole ? whole : 0;
      needed = isWhole ? 1 : whole;
      if (isWhole) {
        take(bytes.toString("utf8", 0, headEnd), bytes.toString("utf8", lineEnd + 1, whole));
      }
    }
  };
}
