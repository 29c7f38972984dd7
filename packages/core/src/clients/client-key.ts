import { createHash, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { clientIdPattern } from "../client-id.ts";

/** Bytes of chance in a key: as many as no one can try. */
export const secretBytes = 24;

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Digits of base 62 that 24 bytes and a CRC-32 take. */
const secretLength = 33;
const checksumLength = 6;

/**
 * The source of the pattern of a key: `ash_<client>_<secret><checksum>`, for scanners of secrets. No
 * character of it has a meaning in a URL.
 */
export const clientKeyPattern = `ash_${clientIdPattern}_[0-9A-Za-z]{${secretLength + checksumLength}}`;

const whole = new RegExp(`^${clientKeyPattern}$`);

/** A key as a request presents it. */
export type PresentedKey = { client: string; hash: string };

/** A key as it is kept. */
export type KeptKey = {
  /** SHA-256 of the whole key: its secret is long enough that no slower hash is needed. */
  hash: string;
  /** From this moment on the key is refused. */
  expiresAt?: string | undefined;
};

/** Returns the key of a client with a secret of `secretBytes` random bytes. */
export function clientKey(client: string, secret: Uint8Array): string {
  const body = `ash_${client}_${base62(BigInt(`0x${Buffer.from(secret).toString("hex")}`), secretLength)}`;
  return body + checksumOf(body);
}

/**
 * Reads what a request presents; undefined if it is no key, by its form or its checksum: a mistyped key is
 * known without a look into the table.
 */
export function readClientKey(text: string): PresentedKey | undefined {
  if (!whole.test(text)) {
    return undefined;
  }
  const body = text.slice(0, -checksumLength);
  const [, client = ""] = body.split("_");
  return text === body + checksumOf(body) ? { client, hash: hashOf(text) } : undefined;
}

/** Returns the hash by which a key is kept. */
export function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Returns the name of a key, by which people tell keys apart: it says nothing of the secret. */
export function keyIdOf(hash: string): string {
  return hash.slice(0, 12);
}

/** Compared where a client has no key, or there is no such client: the time taken is that of one key. */
const noKey: KeptKey = { hash: "0".repeat(64), expiresAt: new Date(0).toISOString() };

/**
 * Returns the id of the key that was presented, if it is one of the kept ones and has not expired. The time
 * taken does not depend on how much of a hash fits: whole hashes are compared, and always all of them.
 * @param now milliseconds since 1970
 */
export function matchingKey(
  presented: PresentedKey,
  kept: readonly KeptKey[],
  now: number,
): string | undefined {
  const given = Buffer.from(presented.hash, "hex");
  let match: string | undefined;
  for (const { hash, expiresAt } of kept.length === 0 ? [noKey] : kept) {
    const equal = timingSafeEqual(given, Buffer.from(hash, "hex"));
    if (equal && isInForce(expiresAt, now)) {
      match = keyIdOf(hash);
    }
  }
  return match;
}

/** Returns whether a key, by its name, is one of the kept ones and has not expired. */
export function keepsKey(kept: readonly KeptKey[], id: string, now: number): boolean {
  return kept.some(({ hash, expiresAt }) => keyIdOf(hash) === id && isInForce(expiresAt, now));
}

function isInForce(expiresAt: string | undefined, now: number): boolean {
  return expiresAt === undefined || Date.parse(expiresAt) > now;
}

function checksumOf(text: string): string {
  return base62(BigInt(crc32(text)), checksumLength);
}

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 62n) {
    text = digits.charAt(Number(rest % 62n)) + text;
  }
  return text;
}
