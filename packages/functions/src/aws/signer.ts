import { createHash, createHmac, createSecretKey } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

type Bytes = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256 or its HMAC, in the form that the signer requires. Node.js takes several times as long for a secret
 * of bytes as for a key made of them.
 */
class Sha256 {
  readonly #hash;

  constructor(secret?: Bytes) {
    this.#hash =
      secret === undefined ? createHash("sha256") : createHmac("sha256", createSecretKey(bytesOf(secret)));
  }

  update(data: Bytes): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("A hash is used once");
  }
}

/** Returns a signer of requests to a service, with the credentials that Lambda gives a function. */
export function signerOf(service: string): SignatureV4 {
  const sessionToken = process.env["AWS_SESSION_TOKEN"];
  return new SignatureV4({
    service,
    region: environment("AWS_REGION"),
    credentials: {
      accessKeyId: environment("AWS_ACCESS_KEY_ID"),
      secretAccessKey: environment("AWS_SECRET_ACCESS_KEY"),
      ...(sessionToken !== undefined && { sessionToken }),
    },
    sha256: Sha256,
  });
}

/**
 * Returns a service's address as the SDK finds it: that of the environment, or else the given one.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf(service: "DYNAMODB" | "SQS", otherwise: string): string {
  return process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env["AWS_ENDPOINT_URL"] ?? otherwise;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`Lambda has set no ${name}`);
  }
  return value;
}

function bytesOf(data: Bytes): Buffer {
  if (typeof data === "string") {
    return Buffer.from(data);
  }
  return data instanceof ArrayBuffer
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
