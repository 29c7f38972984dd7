import { type Api, bodyOf } from "../api/client.ts";
import { hashFile } from "./hash-file.ts";
import { putBytes } from "./put-bytes.ts";
import { sendPieces } from "./send-pieces.ts";

/** The API takes a larger file in parts, of which S3 checks no SHA-256. */
const maxHashedBytes = 100 * 1024 ** 2;

export type UploadStep = { step: "hashing" | "sending"; bytes: number };

type Sent = {
  api: Api;
  file: File;
  name: string;
  /** An upload of this file that broke off. */
  begun: string | undefined;
  signal: AbortSignal;
  onBegun: (upload: string) => void;
  onStep: (step: UploadStep) => void;
};

/**
 * Announces a file and sends it, or what is missing of an upload that broke off; returns the upload's id.
 * Throws ApiFailure, or the signal's reason when it aborts.
 */
export async function uploadFile({ api, file, name, begun, signal, onBegun, onStep }: Sent): Promise<string> {
  const find = (upload: string) =>
    bodyOf(api.GET("/v1/uploads/{upload}", { params: { path: { upload } }, signal }));
  const announce = async () => {
    const sha256 =
      file.size > maxHashedBytes
        ? undefined
        : await hashFile(file, {
            signal,
            onBytes: (bytes) => onStep({ step: "hashing", bytes }),
          });
    const body = { name, bytes: file.size, ...(sha256 !== undefined && { sha256 }) };
    return bodyOf(api.POST("/v1/uploads", { body, signal }));
  };
  const first = begun === undefined ? await announce() : await find(begun);
  const { upload } = first;
  onBegun(upload);
  await sendPieces(first, {
    bytes: file.size,
    put: (piece, onBytes) =>
      putBytes(piece, file.slice(piece.from, piece.from + piece.bytes), { signal, onBytes }),
    ask: () => find(upload),
    complete: () =>
      bodyOf(api.POST("/v1/uploads/{upload}/complete", { params: { path: { upload } }, signal })),
    wait: (milliseconds) => waitUnlessAborted(milliseconds, signal),
    onBytes: (bytes) => onStep({ step: "sending", bytes }),
  });
  return upload;
}

function waitUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}
