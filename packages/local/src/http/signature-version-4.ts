import { createHash, createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { getCanonicalHeaders, SignatureV4 } from "@smithy/signature-v4";

export type Credentials = { accessKeyId: string; secretAccessKey: string };

/** Day, region and service for which a signature is valid. */
export type Scope = { day: string; region: string; service: string };

export type SigningRequest = {
  method: string;
  /** As the service signs it: for S3 with each segment encoded once, for the others as received. */
  path: string;
  /** Every parameter but the signature, decoded, each with all its values. */
  query: Record<string, string[]>;
  headers: IncomingHttpHeaders;
  signedHeaders: readonly string[];
  payloadHash: string;
  /** `20261121T093000Z` */
  date: string;
  scope: Scope;
};

export type Signature = { signature: string; canonicalRequest: string; textToSign: string };

/** The signer of AWS's own SDK, with access to its canonical request. */
class Signer extends SignatureV4 {
  canonicalRequest({ method, path, query, headers, signedHeaders, payloadHash }: SigningRequest): string {
    const signed = Object.fromEntries(
      signedHeaders.map((name) => [
        name,
        Object.hasOwn(headers, name) ? [headers[name] ?? ""].flat().join(",") : "",
      ]),
    );
    const request = { method, path, query, headers: signed, protocol: "http:", hostname: "" };
    const canonical = getCanonicalHeaders(request, undefined, new Set(signedHeaders));
    return this.createCanonicalRequest(request, canonical, payloadHash);
  }

  textToSign({ date, scope }: SigningRequest, canonicalRequest: string): Promise<string> {
    const { day, region, service } = scope;
    return this.createStringToSign(
      date,
      `${day}/${region}/${service}/aws4_request`,
      canonicalRequest,
      "AWS4-HMAC-SHA256",
    );
  }
}

/**
 * Returns what the holder of the credentials would have signed:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signatureOf(request: SigningRequest, credentials: Credentials): Promise<Signature> {
  const { region, service } = request.scope;
  const signer = new Signer({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });
  const canonicalRequest = signer.canonicalRequest(request);
  const textToSign = await signer.textToSign(request, canonicalRequest);
  const signature = await signer.sign(textToSign, {
    signingDate: new Date(signedAt(request.date)),
    signingRegion: region,
    signingService: service,
  });
  return { signature, canonicalRequest, textToSign };
}

/** Compares the signatures whole, in a time that reveals nothing. */
export function isSignature(given: string, signature: string): boolean {
  return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given), Buffer.from(signature));
}

/** Returns `20261121T093000Z` in milliseconds since 1970; NaN for another text. */
export function signedAt(text: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return parts.length === 6 ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : Number.NaN;
}

/**
 * Returns the parameters of a query, as forms write them: a plus is a space. Throws URIError for one that is
 * not well encoded.
 */
export function queryOf(url: string): Map<string, string[]> {
  const text = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  const parameters = new Map<string, string[]>();
  for (const pair of text.split("&").filter((each) => each !== "")) {
    const [name = "", ...value] = pair.split("=");
    const key = decode(name);
    parameters.set(key, [...(parameters.get(key) ?? []), decode(value.join("="))]);
  }
  return parameters;
}

/**
 * Returns the path of a URL with each segment encoded once, as S3 signs it. Throws URIError for one that is
 * not well encoded.
 */
export function s3Path(url: string): string {
  return (url.split("?")[0] ?? "/")
    .split("/")
    .map((segment) => encode(decodeURIComponent(segment)))
    .join("/");
}

export function sha256Hex(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256 or its HMAC, in the form that the signer requires. Node.js takes several times as long for a secret
 * of bytes as for a key made of them.
 */
export class Sha256 {
  readonly #secret: Bytes | undefined;
  #hash;

  constructor(secret?: Bytes) {
    this.#secret = secret;
    this.#hash = this.#begin();
  }

  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin() {
    return this.#secret === undefined
      ? createHash("sha256")
      : createHmac("sha256", createSecretKey(bytesOf(this.#secret)));
  }
}

function bytesOf(data: Bytes): Buffer {
  if (typeof data === "string") {
    return Buffer.from(data);
  }
  return data instanceof ArrayBuffer
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
