import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const region = "ap-northeast-1";
const start = Date.parse("2026-11-21T03:00:00Z");
const key = "exports/dt=2026-11-21/run=a/locations (1)+é.csv";

let storage: StorageServer;
let s3: S3Client;
/** The client of the preparation signs with the machine's clock. */
let now = Date.now();

beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-links-"));
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials, now: () => now });
  s3 = new S3Client({
    region,
    credentials,
    endpoint: storage.url,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: "downloads" }));
  for (const Key of [key, "other.csv"]) {
    await s3.send(new PutObjectCommand({ Bucket: "downloads", Key, Body: "a,b\n1,2\n" }));
  }
});

beforeEach(() => {
  now = start;
});

afterAll(async () => {
  s3.destroy();
  await storage.close();
});

async function link(changes: { credentials?: typeof credentials; region?: string } = {}): Promise<URL> {
  const signer = new S3Client({
    region,
    credentials,
    endpoint: storage.url,
    forcePathStyle: true,
    ...changes,
  });
  const get = new GetObjectCommand({
    Bucket: "downloads",
    Key: key,
    ResponseContentDisposition: 'attachment; filename="day.csv"',
    ResponseContentType: "text/csv; charset=utf-8",
  });
  return new URL(await getSignedUrl(signer, get, { expiresIn: 900, signingDate: new Date(start) }));
}

async function refusal(url: URL, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const [, code] = /<Code>(.*)<\/Code>/.exec(text) ?? [];
  const [, message] = /<Message>(.*?)<\/Message>/.exec(text) ?? [];
  return `${answer.status} ${code}: ${message}`;
}

it("serves the object under the name and type that the link asks for", async () => {
  const answer = await fetch(await link());
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="day.csv"');
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await answer.text()).toBe("a,b\n1,2\n");
});

it("refuses a link after its last second", async () => {
  now = start + 900_000;
  expect((await fetch(await link())).status).toBe(200);
  now += 1;
  const answer = await fetch(await link());
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain(
    "<Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>900</X-Amz-Expires><Expires>2026-11-21T03:15:00Z</Expires>",
  );
});

it("refuses a link with a changed signature, time, name or key", async () => {
  const mismatch = /^403 SignatureDoesNotMatch: The request signature we calculated does not match/;
  const signed = await link();
  const signature = signed.searchParams.get("X-Amz-Signature") ?? "";
  const changes: ((url: URL) => void)[] = [
    (url) =>
      url.searchParams.set("X-Amz-Signature", (signature.startsWith("0") ? "1" : "0") + signature.slice(1)),
    (url) => url.searchParams.set("X-Amz-Expires", "901"),
    (url) => url.searchParams.set("response-content-disposition", "inline"),
    (url) => url.searchParams.set("response-expires", "0"),
    (url) => (url.pathname = "/downloads/other.csv"),
  ];
  for (const change of changes) {
    const url = new URL(signed);
    change(url);
    expect(await refusal(url)).toMatch(mismatch);
  }
  expect(await refusal(signed, { method: "PUT", body: "x" })).toMatch(mismatch);
});

it("refuses a link of another signer, region, time or form in S3's words", async () => {
  expect(await refusal(await link({ credentials: { ...credentials, secretAccessKey: "x" } }))).toMatch(
    /^403 SignatureDoesNotMatch/,
  );
  expect(await refusal(await link({ credentials: { ...credentials, accessKeyId: "x" } }))).toMatch(
    /^403 InvalidAccessKeyId/,
  );
  expect(await refusal(await link({ region: "us-east-1" }))).toMatch(
    /^400 AuthorizationQueryParametersError: .*expecting 'ap-northeast-1'/,
  );
  const incomplete = await link();
  incomplete.searchParams.delete("X-Amz-Signature");
  expect(await refusal(incomplete)).toMatch(/^400 AuthorizationQueryParametersError/);
  now = start - 901_000;
  expect(await refusal(await link())).toBe("403 AccessDenied: Request is not yet valid");
});

it("refuses a link beside an Authorization header, as S3 does", async () => {
  expect(await refusal(await link(), { headers: { authorization: "Bearer x" } })).toMatch(
    /^400 InvalidArgument: Only one auth mechanism allowed/,
  );
});

it("refuses whatever was put to a link, and is not signed", async () => {
  const mismatch = /^403 SignatureDoesNotMatch/;
  const ambiguous = /^400 AuthorizationQueryParametersError/;
  const { href, search, searchParams } = await link();
  const signature = searchParams.get("X-Amz-Signature") ?? "";
  const path = href.slice(0, -search.length);
  const changed: [string, RegExp][] = [
    [`${path}?response-content-type=text/html&${search.slice(1)}`, mismatch],
    [`${href}&response-content-type=text/html`, mismatch],
    [`${path}?versionId=1&${search.slice(1)}`, mismatch],
    [`${href}&acl`, mismatch],
    [`${href}&__proto__=1`, mismatch],
    [`${href}&constructor=1`, mismatch],
    [`${href}zz`, mismatch],
    [`${href}00`, mismatch],
    [href.replace(signature, signature.toUpperCase()), mismatch],
    [`${href}&X-Amz-Signature=${signature}`, ambiguous],
    [`${href}&x-amz-signature=${"0".repeat(64)}`, ambiguous],
    [`${path}?X-Amz-Expires=604800&${search.slice(1)}`, ambiguous],
    [href.replace("X-Amz-Signature", "x-amz-signature"), ambiguous],
    [href.replace("X-Amz-Signature", "X%2DAmz-Signatur"), ambiguous],
    [href.replace("run%3Da", "run%3Db"), mismatch],
    [`${href}&a=%`, /^400 InvalidURI/],
    [href.replace("run%3Da", "run%"), /^400 /],
  ];
  for (const [url, expected] of changed) {
    expect([url, await refusal(new URL(url))]).toEqual([url, expect.stringMatching(expected)]);
  }
});

it("refuses a link with a header that S3 would heed, and the signer did not sign", async () => {
  expect(await refusal(await link(), { headers: { "x-amz-request-payer": "requester" } })).toBe(
    "403 AccessDenied: There were headers present in the request which were not signed",
  );
});

it("takes the link by the name of the machine that it was signed for, and by no other", async () => {
  const url = await link();
  url.hostname = "localhost";
  expect(await refusal(url)).toMatch(/^403 SignatureDoesNotMatch/);
});

it("refuses to set headers for a request without any signature, and sets them for one that is signed", async () => {
  const url = new URL(`${storage.url}/downloads/other.csv?response-content-type=text/html`);
  expect(await refusal(url)).toMatch(/^400 InvalidRequest/);
  expect(await refusal(url, { headers: { authorization: "AWS4-HMAC-SHA256 Credential=x" } })).toMatch(
    /^400 AuthorizationHeaderMalformed/,
  );
  now = Date.now();
  const get = new GetObjectCommand({
    Bucket: "downloads",
    Key: "other.csv",
    ResponseContentType: "text/html",
  });
  expect((await s3.send(get)).ContentType).toBe("text/html");
});

it("serves a part of the object by its link", async () => {
  const answer = await fetch(await link(), { headers: { range: "bytes=0-2" } });
  expect(answer.status).toBe(206);
  expect(await answer.text()).toBe("a,b");
});
