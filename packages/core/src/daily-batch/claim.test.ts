import { expect, test } from "vitest";
import { findSuperseding } from "./claim.ts";

const claim = { version: 3, published: [1] };

test("an export gives way to none, and not to itself", () => {
  expect(findSuperseding(claim, 5, [])).toBeUndefined();
  expect(findSuperseding(claim, 5, [{ version: 3, rows: 9 }])).toBeUndefined();
});

test("an export gives way to every higher version, and the newest of them is named", () => {
  const later = [
    { version: 4, rows: 9 },
    { version: 6, rows: 1 },
    { version: 5, rows: 9 },
  ];
  expect(findSuperseding(claim, 5, later)).toEqual({ version: 6, rows: 1 });
});

test("an export gives way to a lower version that was published since its claim and holds more", () => {
  expect(findSuperseding(claim, 5, [{ version: 2, rows: 6 }])).toEqual({ version: 2, rows: 6 });
  expect(findSuperseding(claim, 5, [{ version: 2, rows: 5 }])).toBeUndefined();
});

test("deleted rows do not keep an older export current", () => {
  expect(findSuperseding(claim, 5, [{ version: 1, rows: 9 }])).toBeUndefined();
});
