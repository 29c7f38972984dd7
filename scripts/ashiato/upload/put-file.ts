import { createReadStream } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import type { Upload } from "@ashiato/core/api/upload-schemas";
import { ScriptError } from "../../script-error.ts";

type Options = {
  /** Parts that are sent at a time. */
  parallel: number;
  signal: AbortSignal;
  /** Called with how many bytes of the file have been sent. */
  onSent: (bytes: number) => void;
};

type Piece = { from: number; bytes: number } & NonNullable<Upload["put"]>;

/** Tries of one piece, the first among them. */
const maxTries = 5;

/**
 * Sends a file, or the parts of it that are missing, to the links of its upload. Throws a ScriptError when S3
 * keeps refusing a piece.
 */
export async function putFile(path: string, upload: Upload, options: Options): Promise<void> {
  const { put, parts } = upload;
  const pieces: Piece[] = parts?.slice() ?? (put ? [{ ...put, from: 0, bytes: upload.bytes }] : []);
  let sent = upload.bytes - pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  const onSent = (bytes: number): void => {
    sent += bytes;
    options.onSent(sent);
  };
  const sender = async (): Promise<void> => {
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      await putPatiently(path, piece, { ...options, onSent });
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, sender));
}

async function putPatiently(path: string, piece: Piece, { signal, onSent }: Options): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    let sent = 0;
    const count = (bytes: number): void => {
      sent += bytes;
      onSent(bytes);
    };
    try {
      await put(path, piece, { signal, onSent: count });
      return;
    } catch (error) {
      if (tries === maxTries || signal.aborted || error instanceof ScriptError) {
        throw error;
      }
      onSent(-sent);
    }
  }
}

/** Throws a ScriptError for an answer that another try would get again. */
async function put(
  path: string,
  { url, headers, from, bytes }: Piece,
  { signal, onSent }: Pick<Options, "signal" | "onSent">,
): Promise<void> {
  const target = new URL(url);
  const request = (target.protocol === "https:" ? requestHttps : requestHttp)(target, {
    method: "PUT",
    headers,
    signal,
  });
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
  });
  const file = createReadStream(path, { start: from, end: from + bytes - 1, highWaterMark: 256 * 1024 });
  file.on("data", (piece) => onSent(piece.length));
  const [, { status, body }] = await Promise.all([pipeline(file, request), answered]);
  // S3 has the file already: the answer to an earlier try was lost.
  if (status === 412 || (status >= 200 && status < 300)) {
    return;
  }
  const message = `S3 refused ${path} from byte ${from} on with ${status}: ${body.slice(0, 500)}`;
  throw status < 500 ? new ScriptError("ApiRefused", message) : new Error(message);
}
