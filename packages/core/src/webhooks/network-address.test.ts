import { expect, test } from "vitest";
import { allowedNetworksOf, literalAddress, refusedAddress } from "./network-address.ts";

const none = { protocol: "https:", reach: { allowedNetworks: [] } };

test.each([
  ["0.0.0.0", "this network"],
  ["0.1.2.3", "this network"],
  ["10.0.0.1", "private"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "a carrier's NAT"],
  ["127.0.0.1", "loopback: the runtime of Lambda"],
  ["127.255.255.254", "loopback"],
  ["169.254.169.254", "metadata"],
  ["169.254.170.2", "credentials of containers"],
  ["192.0.0.192", "protocol assignments"],
  ["192.0.2.1", "documentation"],
  ["198.18.0.1", "benchmarking"],
  ["224.0.0.1", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::7f00:1", "IPv4-compatible"],
  ["::ffff:10.0.0.1", "mapped"],
  ["::ffff:a9fe:a9fe", "mapped metadata"],
  ["64:ff9b::a00:1", "NAT64"],
  ["64:ff9b:1::a00:1", "local NAT64"],
  ["2002:a00:1::", "6to4"],
  ["2001:0:a00:1::", "Teredo"],
  ["2001:db8::1", "documentation"],
  ["fc00::1", "unique-local"],
  ["fd00:ec2::254", "metadata by IPv6"],
  ["fe80::1", "link-local"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["100::1", "discard"],
  ["5f00::1", "segment routing"],
  ["no address", "not an address"],
])("refuses %s (%s)", (address) => {
  expect(refusedAddress(address, none)).toContain(address);
});

test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])("takes %s over TLS", (address) => {
  expect(refusedAddress(address, none)).toBeUndefined();
  expect(refusedAddress(address, { ...none, protocol: "http:" })).toBe(
    `${address} may be reached over https alone`,
  );
});

test("takes addresses of networks that are allowed, also without TLS, and no others", () => {
  const reach = { allowedNetworks: ["127.0.0.0/8", "::1/128"] };
  for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
    expect(refusedAddress(address, { protocol: "http:", reach })).toBeUndefined();
  }
  for (const address of ["10.0.0.1", "169.254.169.254", "::2"]) {
    expect(refusedAddress(address, { protocol: "http:", reach })).toBeDefined();
  }
});

test("allows the machine itself on a local stage, and on no other", () => {
  expect(allowedNetworksOf("000000000000", ["10.1.0.0/16"])).toEqual([
    "10.1.0.0/16",
    "127.0.0.0/8",
    "::1/128",
  ]);
  expect(allowedNetworksOf("123456789012", ["10.1.0.0/16"])).toEqual(["10.1.0.0/16"]);
  expect(allowedNetworksOf("123456789012", [])).toEqual([]);
});

test.each([
  ["https://2130706433/", "127.0.0.1"],
  ["https://0x7f.1/", "127.0.0.1"],
  ["https://017700000001/", "127.0.0.1"],
  ["https://[::ffff:127.0.0.1]/", "::ffff:7f00:1"],
  ["https://127.0.0.1./", "127.0.0.1"],
  ["https://hooks.example.com/", undefined],
])("finds the address that %s names in whatever form", (url, address) => {
  expect(literalAddress(new URL(url))).toBe(address);
});
