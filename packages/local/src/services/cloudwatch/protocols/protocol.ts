import type { IncomingMessage } from "node:http";

/** A call of an action, read from one of the protocols. */
type Call = { action: string; input: unknown };

type Refusal = { code: string; message: string };

/** Encodes requests and answers. Times in an output are dates; members without a value are omitted. */
export type Protocol = {
  contentType: string;
  headers: Readonly<Record<string, string>>;
  /** Throws ServiceError SerializationException for a body that is not of the protocol. */
  read: (request: Pick<IncomingMessage, "url" | "headers">, body: Buffer) => Call;
  answer: (action: string, output: object) => string | Buffer;
  refusal: (refusal: Refusal) => string | Buffer;
};

/** Returns a value without the members that have none, its dates in the protocol's form. */
export function onWire(value: unknown, time: (date: Date) => unknown): unknown {
  if (value instanceof Date) {
    return time(value);
  }
  if (Array.isArray(value)) {
    return value.map((each) => onWire(each, time));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, onWire(member, time)]),
  );
}
