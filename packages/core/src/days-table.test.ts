import { expect, test } from "vitest";
import { exportColumns } from "./columns.ts";
import { dayColumns } from "./days-table.ts";

test("the table of days has the CSV's columns in its order, with types where the CSV has text", () => {
  const columns = dayColumns(false);
  expect(columns.map(({ name }) => name)).toEqual(exportColumns.map(({ name }) => name));
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  expect(types.get("recorded_at")).toBe("timestamp");
  expect(types.get("latitude")).toBe("decimal(10,7)");
  expect(types.get("charging")).toBe("boolean");
  expect(types.get("quality")).toBe("varchar(16)");
});

test("the local time is its last column, as text, if the CSV has it", () => {
  expect(dayColumns(true).at(-1)).toMatchObject({ name: "recorded_at_local", type: "varchar(32)" });
});
