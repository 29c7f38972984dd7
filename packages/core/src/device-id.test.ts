import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceIdOf, deviceIdPattern, deviceNameOf } from "./device-id.ts";

const allowed = new RegExp(`^${deviceIdPattern}$`);
const maxPlainCharacters = 8;
/** Texts in which escapes, marks and their parts are as likely as anything else. */
const names = fc.oneof(
  fc.string({ minLength: 1, unit: "binary" }),
  fc
    .array(
      fc.constantFrom("_", "x", "_x", "_x0020_", "_xh_", "x_x002D_", "0", "41", "A", "h", ":", " ", "é", "-"),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .map((pieces) => pieces.join("")),
);

test.each([
  ["phone-1", "phone-1"],
  ["Van 7", "Van_x0020_7"],
  ["iPhone 12 Pro", "iPhone_x0020_12_x0020_Pro"],
  ["足跡", "x_x8DB3__x8DE1_"],
  ["-a", "x_x002D_a"],
  ["a_b", "a_b"],
  ["a_x0020_b", "a_x005F_x0020_b"],
  ["_x4100 ", "x_x005F_x4100_x0020_"],
  ["x é", "x_x0078__x0020__x00E9_"],
])("the name %j has the id %s", (name, id) => {
  expect(deviceIdOf(name)).toBe(id);
});

test("any name becomes an id that is allowed", () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(deviceIdOf(name)).toMatch(allowed);
    }),
    { numRuns: 5_000 },
  );
});

test("an id without a hash reads back to its name", () => {
  fc.assert(
    fc.property(names, (name) => {
      fc.pre(name.length <= maxPlainCharacters);
      expect(deviceNameOf(deviceIdOf(name))).toBe(name);
    }),
    { numRuns: 5_000 },
  );
});

test("two names never have one id, not even when one is made of the other's id", () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      fc.pre(one !== other);
      expect(deviceIdOf(one)).not.toBe(deviceIdOf(other));
      const again = deviceIdOf(deviceIdOf(one));
      expect(again === deviceIdOf(one)).toBe(deviceIdOf(one) === one);
    }),
    { numRuns: 5_000 },
  );
});

test("a user and a device are one name, whatever colons they hold", () => {
  expect(deviceIdOf("jane", "phone")).toBe("jane:phone");
  expect(deviceIdOf("a:b", "c")).not.toBe(deviceIdOf("a", "b:c"));
  expect(deviceIdOf("customer-tokyo-delivery-branch", "5D3B4A92-0F7D-4C8E-9B0A-1C2D3E4F5A6B")).toMatch(
    /^customer-tokyo-delivery-bran_xh_[0-9a-f]{32}$/,
  );
});

test("an empty name has no id", () => {
  expect(() => deviceIdOf("")).toThrow(RangeError);
});
