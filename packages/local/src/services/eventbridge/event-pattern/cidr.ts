import { BlockList, isIP } from "node:net";
import { PatternError } from "./pattern-error.ts";

/**
 * Returns the test of an address in a block: `10.0.0.0/24`, `2001:db8::/32`. Throws PatternError for a text
 * that is no block.
 */
export function cidr(block: string): (text: string) => boolean {
  const [address = "", bits = "", ...more] = block.split("/");
  const version = isIP(address);
  const maxBits = version === 4 ? 32 : 128;
  if (more.length > 0 || version === 0 || !/^\d+$/u.test(bits) || Number(bits) > maxBits) {
    throw new PatternError(
      version === 0 && more.length === 0 && bits !== ""
        ? "Nonstandard IP address: " + address
        : "Malformed CIDR, one slash required",
    );
  }
  const family = version === 4 ? "ipv4" : "ipv6";
  const blocks = new BlockList();
  blocks.addSubnet(address, Number(bits), family);
  return (text) => isIP(text) === version && blocks.check(text, family);
}
