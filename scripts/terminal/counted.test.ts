import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test.each([
  [0, "0 rows"],
  [1, "1 row"],
  [2, "2 rows"],
  [-1, "-1 rows"],
  [1_234_567, "1,234,567 rows"],
])("a count of %d agrees with its noun", (count, text) => {
  expect(counted(count, "row")).toBe(text);
});

test("an irregular plural is given by its name", () => {
  expect(counted(1, "entry", "entries")).toBe("1 entry");
  expect(counted(3, "entry", "entries")).toBe("3 entries");
});
