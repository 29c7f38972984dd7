import { lookup } from "node:dns";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { type Outcome, retryAfter } from "@ashiato/core/webhooks/delivery";
import { literalAddress, type Reach, refusedAddress } from "@ashiato/core/webhooks/network-address";
import { signatureHeaders } from "@ashiato/core/webhooks/signature";

/** Of an answer's body: enough to see what a receiver objects to. */
const maxAnswerCharacters = 500;
/** An answer with a longer body is cut off. */
const maxAnswerBytes = 65_536;

export type Posting = {
  url: string;
  /** Id of the event. */
  id: string;
  body: string;
  secrets: readonly string[];
  reach: Reach;
  timeoutMilliseconds: number;
};

/**
 * Posts an event, signed, and returns how the receiver answered, or why it did not. Redirects are not
 * followed. It connects to the very addresses that were checked, so that a name that resolves to another
 * address a moment later leads nowhere else.
 */
export async function postEvent(posting: Posting): Promise<Outcome> {
  const startedAt = Date.now();
  const took = () => ({ startedAt, durationMilliseconds: Date.now() - startedAt });
  try {
    const answer = await post(posting, startedAt);
    const wait = retryAfter(answer.headers["retry-after"], Date.now());
    const text = await readAnswer(answer);
    return {
      ...took(),
      statusCode: answer.statusCode ?? 0,
      answer: text,
      ...(wait !== undefined && { retryAfterMilliseconds: wait }),
    };
  } catch (error) {
    return { ...took(), error: reasonOf(error, posting) };
  }
}

async function post(
  { url: text, id, body, secrets, reach, timeoutMilliseconds }: Posting,
  startedAt: number,
): Promise<IncomingMessage> {
  const url = new URL(text);
  const { protocol } = url;
  const literal = literalAddress(url);
  const refused = literal && refusedAddress(literal, { protocol, reach });
  if (refused !== undefined) {
    throw new Error(refused);
  }
  const options: RequestOptions = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "Ashiato-Webhooks",
      ...signatureHeaders({ id, timestampSeconds: Math.floor(startedAt / 1_000), body }, secrets),
    },
    // A connection of its own, which is made to an address that was checked just now.
    agent: false,
    lookup: checkedLookup(protocol, reach),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  };
  const send = protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    send(url, options).on("response", resolve).on("error", reject).end(body);
  });
}

/** Resolves a name as a connection is made, and fails if any of its addresses is refused. */
function checkedLookup(protocol: string, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const reasons = (addresses ?? []).map(({ address }) => refusedAddress(address, { protocol, reach }));
      const refused = reasons.find((reason) => reason !== undefined);
      const [first] = addresses ?? [];
      if (error || refused !== undefined || first === undefined) {
        callback(error ?? new Error(`${hostname}: ${refused ?? "it has no address"}`), []);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** Returns the first characters of an answer's body. */
async function readAnswer(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > maxAnswerBytes) {
      answer.destroy();
      break;
    }
  }
  return Buffer.concat(pieces).toString("utf8").slice(0, maxAnswerCharacters);
}

function reasonOf(error: unknown, { timeoutMilliseconds }: Posting): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (
    error.name === "TimeoutError" ||
    (error.cause instanceof Error && error.cause.name === "TimeoutError")
  ) {
    return `no answer within ${timeoutMilliseconds / 1_000} seconds`;
  }
  // Of a name with several addresses, each of which was tried.
  const errors = error instanceof AggregateError ? error.errors.map(String) : [];
  return errors.length > 0 ? errors.join("; ") : error.message;
}
