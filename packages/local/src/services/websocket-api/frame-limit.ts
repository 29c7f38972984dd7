/**
 * Returns a reader of what a client sends, which calls `onTooLarge` once, at the head of the first frame with
 * a larger payload. It holds no more than a frame's head.
 * https://datatracker.ietf.org/doc/html/rfc6455#section-5.2
 */
export function frameLimit(maxFrameBytes: number, onTooLarge: () => void): (chunk: Buffer) => void {
  let head: number[] = [];
  /** Bytes of the mask and the payload that are still to come. */
  let left = 0;
  let isOver = false;
  return (chunk) => {
    for (let at = 0; at < chunk.length && !isOver;) {
      if (left > 0) {
        const passed = Math.min(left, chunk.length - at);
        left -= passed;
        at += passed;
        continue;
      }
      head.push(chunk[at] ?? 0);
      at += 1;
      const payloadBytes = payloadLength(head);
      if (payloadBytes === undefined) {
        continue;
      }
      left = payloadBytes + (isMasked(head) ? maskBytes : 0);
      head = [];
      if (payloadBytes > maxFrameBytes) {
        isOver = true;
        onTooLarge();
      }
    }
  };
}

const maskBytes = 4;

function isMasked([, second = 0]: readonly number[]): boolean {
  return second >= 0x80;
}

/** Returns undefined while the head is incomplete. */
function payloadLength(head: readonly number[]): number | undefined {
  const [, second] = head;
  if (second === undefined) {
    return undefined;
  }
  const short = second % 0x80;
  const extendedBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (extendedBytes === 0) {
    return short;
  }
  return head.length < 2 + extendedBytes
    ? undefined
    : head.slice(2).reduce((length, byte) => length * 256 + byte, 0);
}
