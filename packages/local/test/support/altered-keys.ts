import { randomBytes, randomInt } from "node:crypto";
import { clientKey, secretBytes } from "@ashiato/core/clients/client-key";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Returns the bytes of a key's secret, which a forger does not know: for keys that are nearly right. */
export function secretOf(key: string): Buffer {
  const [, , text = ""] = key.split("_");
  let value = 0n;
  for (let place = 0; place < 33; place += 1) {
    value = value * 62n + BigInt(digits.indexOf(text.charAt(place)));
  }
  return Buffer.from(value.toString(16).padStart(2 * secretBytes, "0"), "hex");
}

/**
 * Returns ways to alter a key of the client `altered`; those that forge one give it the checksum that fits.
 * @param other another client
 */
export function keyAlterations(other: string): Record<string, (key: string) => string> {
  return {
    "another character": (key) => {
      const place = randomInt(key.length);
      return key.slice(0, place) + digits.charAt(randomInt(62)) + key.slice(place + 1);
    },
    "two characters in turn": (key) => {
      const place = randomInt(key.length - 1);
      return key.slice(0, place) + key.charAt(place + 1) + key.charAt(place) + key.slice(place + 2);
    },
    "a character less": (key) => {
      const place = randomInt(key.length);
      return key.slice(0, place) + key.slice(place + 1);
    },
    "a character more": (key) => {
      const place = randomInt(key.length + 1);
      return key.slice(0, place) + digits.charAt(randomInt(62)) + key.slice(place);
    },
    "the other case": (key) => {
      const place = randomInt(key.length);
      const character = key.charAt(place);
      const other = character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
      return key.slice(0, place) + other + key.slice(place + 1);
    },
    "a beginning": (key) => key.slice(0, randomInt(1, key.length)),
    "forged: a bit of the secret": (key) => {
      const secret = secretOf(key);
      const bit = randomInt(8 * secretBytes);
      secret[bit >> 3] = (secret[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return clientKey("altered", secret);
    },
    "forged: any secret": () => clientKey("altered", randomBytes(secretBytes)),
    "forged: another client's id": (key) => clientKey(other, secretOf(key)),
    "forged: no client's id": (key) => clientKey(`none-${randomInt(1_000)}`, secretOf(key)),
  };
}
