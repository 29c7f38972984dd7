import ipaddr from "ipaddr.js";

/** The addresses of IPv6 that are given to networks of the internet: RFC 4291, section 2.4. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** Where webhooks may lead. */
export type Reach = {
  /** Networks in CIDR notation that may be reached besides the internet, also without TLS. */
  allowedNetworks: readonly string[];
};

/** The account of every local stage, which none on AWS has. */
const localAccount = "000000000000";
const loopback = ["127.0.0.0/8", "::1/128"];

/**
 * Returns the networks that webhooks of a stage may reach besides the internet: on a local stage the machine
 * itself, too. On AWS loopback is Lambda's own runtime, so the account says what is local, and not the name.
 */
export function allowedNetworksOf(account: string, networks: readonly string[]): string[] {
  return account === localAccount ? [...networks, ...loopback] : [...networks];
}

/**
 * Returns why a webhook must not lead to an address; undefined if it may. An address of the internet may be
 * reached over TLS. Everything else is inside a network: private, loopback, link-local with the metadata of
 * AWS, unique-local, carriers' NAT, multicast, reserved, and what carries an address of IPv4 in one of IPv6,
 * such as NAT64 and 6to4. An address of IPv4 mapped into IPv6 counts as the former.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function refusedAddress(
  address: string,
  { protocol, reach }: { protocol: string; reach: Reach },
): string | undefined {
  if (!ipaddr.isValid(address)) {
    return `${address} is not an address`;
  }
  const parsed = ipaddr.process(address);
  if (reach.allowedNetworks.some((network) => isWithin(parsed, network))) {
    return undefined;
  }
  const range = parsed.range();
  const isPublic = range === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
  if (!isPublic) {
    return `${address} is not an address of the internet (${range})`;
  }
  return protocol === "https:" ? undefined : `${address} may be reached over https alone`;
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match([base, bits] as never);
}

/** Returns the address that a URL names itself, without a name to resolve; undefined if it has a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(bare) ? bare : undefined;
}
