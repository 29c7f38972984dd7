import { expect, it } from "vitest";
import { lineFields } from "./line-fields.ts";

it("finds the fields of lines one after another, without the blanks around them", () => {
  const bytes = Buffer.from("a, b ,\tc\r\n,足,\n");
  const { find, starts, ends } = lineFields(3, ",");
  const texts = () => [...starts].map((start, field) => bytes.toString("utf8", start, ends[field]));

  const second = find(bytes, 0);
  expect(texts()).toEqual(["a", "b", "c"]);
  expect(find(bytes, second)).toBe(bytes.length);
  expect(texts()).toEqual(["", "足", ""]);
});

it.each(["1,2", "1,2\n", "1,2,3,4\n", '1,"2",3\n', "1,2,3"])("does not take the line %j", (line) => {
  expect(lineFields(3, ",").find(Buffer.from(line), 0)).toBe(-1);
});

it("takes the file's delimiter alone", () => {
  const { find, starts, ends } = lineFields(2, "\t");
  expect(find(Buffer.from("1,5\t2 \n"), 0)).toBe(7);
  expect([...starts]).toEqual([0, 4]);
  expect([...ends]).toEqual([3, 5]);
});
