import type { Upload } from "../api/client.ts";
import { ApiFailure } from "../api/failure.ts";
import type { PutLink } from "./put-bytes.ts";

/** More at a time are no faster on a line that one of them fills. */
const maxAtOnce = 3;
/** Attempts in a row of which none sent a piece. */
const maxFruitless = 5;
const firstWaitMilliseconds = 1_000;

type Piece = PutLink & { from: number; bytes: number };

export type PieceSender = {
  /** The file's size. */
  bytes: number;
  put: (piece: Piece, onBytes: (sent: number) => void) => Promise<void>;
  /** Asks for the upload, with new links for what is missing. */
  ask: () => Promise<Upload>;
  /** Has S3 put the parts together. */
  complete: () => Promise<unknown>;
  wait: (milliseconds: number) => Promise<void>;
  onBytes: (sent: number) => void;
};

/**
 * Sends what is missing of an upload, the parts of a large file some at a time. What failed is sent again by
 * new links, as long as pieces arrive or, without any, five times. Throws the last failure.
 */
export async function sendPieces(first: Upload, sender: PieceSender): Promise<void> {
  let upload: Upload | undefined = first;
  for (let fruitless = 0; ;) {
    let sent = 0;
    try {
      upload ??= await sender.ask();
      if (upload.status !== "waiting") {
        return;
      }
      await sendMissing(upload, sender, () => {
        sent += 1;
      });
      if (upload.completeUrl !== undefined) {
        await sender.complete();
      }
      return;
    } catch (error) {
      fruitless = sent > 0 ? 0 : fruitless + 1;
      if (!mayPass(error) || fruitless === maxFruitless) {
        throw error;
      }
      await sender.wait(firstWaitMilliseconds * 2 ** fruitless);
      upload = undefined;
    }
  }
}

/** Sends each missing piece once, also those after one that failed; then throws the first failure. */
async function sendMissing(upload: Upload, sender: PieceSender, onSent: () => void): Promise<void> {
  const pieces = piecesOf(upload, sender.bytes);
  const before = sender.bytes - pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  const sentOf = pieces.map(() => 0);
  const failures: unknown[] = [];
  const queue = pieces.entries();
  const show = (index: number, bytes: number) => {
    sentOf[index] = bytes;
    sender.onBytes(sentOf.reduce((sum, each) => sum + each, before));
  };
  const work = async () => {
    for (const [index, piece] of queue) {
      try {
        await sender.put(piece, (bytes) => show(index, bytes));
        show(index, piece.bytes);
        onSent();
      } catch (error) {
        show(index, 0);
        failures.push(error);
        if (!mayPass(error)) {
          return;
        }
      }
    }
  };
  show(0, 0);
  await Promise.all(Array.from({ length: maxAtOnce }, work));
  if (failures.length > 0) {
    throw failures.find((error) => !mayPass(error)) ?? failures[0];
  }
}

function piecesOf({ put, parts = [] }: Upload, bytes: number): Piece[] {
  return put === undefined ? parts : [{ ...put, from: 0, bytes }];
}

/**
 * Returns whether a later attempt may succeed: no answer came, a link has expired (403), a part is missing
 * (409), the file is there already as the answer to it was lost (412), or the service is busy.
 */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiFailure) || error.code === "Unreadable") {
    return false;
  }
  return [0, 403, 408, 409, 412, 429].includes(error.status) || error.status >= 500;
}
