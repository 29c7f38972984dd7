import { ApiFailure } from "../api/failure.ts";

/** A signed link, with the headers that its request must have. */
export type PutLink = { url: string; headers: Record<string, string> };

type Options = { signal: AbortSignal; onBytes: (sent: number) => void };

/** A browser sets it itself, and lets no page do so. */
const browsersOwn = "content-length";

/**
 * Puts bytes to a signed link. By XMLHttpRequest, as `fetch` does not say how many bytes have been sent.
 * Throws ApiFailure with S3's code, or `Unreadable` if the browser can no longer read the file, and the
 * signal's reason when it aborts.
 */
export function putBytes(link: PutLink, bytes: Blob, { signal, onBytes }: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort);
    request.open("PUT", link.url);
    for (const [name, value] of Object.entries(link.headers)) {
      if (name !== browsersOwn) {
        request.setRequestHeader(name, value);
      }
    }
    request.upload.addEventListener("progress", ({ loaded }) => onBytes(loaded));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("error", () => void whyUnsent(bytes).then(reject));
    request.addEventListener("load", () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) {
        resolve();
        return;
      }
      const said = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(responseText)?.[1];
      reject(
        failure(status, said("Code") ?? `Status${status}`, said("Message") ?? `The answer was ${status}`),
      );
    });
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    request.send(bytes);
  });
}

/** Returns why a request had no answer: the file may have been changed or moved since it was chosen. */
async function whyUnsent(bytes: Blob): Promise<ApiFailure> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
    return failure(0, "Unreachable", "No answer came");
  } catch (error) {
    return failure(0, "Unreadable", error instanceof Error ? error.message : String(error));
  }
}

function failure(status: number, code: string, message: string): ApiFailure {
  return new ApiFailure(message, { status, code, requestId: undefined });
}
