import { SignatureV4 } from "@smithy/signature-v4";
import { type Credentials, Sha256 } from "../../src/http/signature-version-4.ts";

type Signer = {
  credentials: Credentials;
  region: string;
  service: string;
  /** Leaves the body's hash out of the headers, as the AWS CLI does for all services but S3. */
  withoutHash?: boolean;
};

/** As `fetch`, signed by the Authorization header. A body other than text is not signed, as S3 allows. */
export async function signedFetch(url: string, init: RequestInit, signer: Signer): Promise<Response> {
  return fetch(url, { ...init, headers: await signedHeaders(url, init, signer) });
}

/** The headers of a request, its signature among them. */
export async function signedHeaders(
  url: string,
  init: RequestInit,
  signer: Signer,
): Promise<Record<string, string>> {
  const { host, hostname, pathname, searchParams } = new URL(url);
  const { credentials, region, service, withoutHash = false } = signer;
  const given = Object.fromEntries(new Headers(init.headers));
  const isText = typeof init.body === "string" || init.body === undefined;
  const { headers } = await new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: !withoutHash,
  }).sign({
    method: init.method ?? "GET",
    protocol: "http:",
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...given, host, ...(!isText && { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }) },
    ...(typeof init.body === "string" && { body: init.body }),
  });
  return headers;
}
