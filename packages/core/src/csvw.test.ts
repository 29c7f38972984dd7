import { expect, test } from "vitest";
import { columns, exportColumns, exportVersion } from "./columns.ts";
import { csvwMetadata, csvwName } from "./csvw.ts";

const table = {
  url: "locations_2026-11-21_v2.csv",
  date: "2026-11-21",
  version: 2,
  timeZone: "Asia/Tokyo",
  schemaVersion: exportVersion,
  localTime: false,
  createdAt: "2026-11-21T16:00:00.000Z",
};

test("the metadata lies where readers of CSV on the Web look for it", () => {
  expect(csvwName("exports/locations_000.csv")).toBe("exports/locations_000.csv-metadata.json");
});

test("every column of the CSV is described, in its order", () => {
  expect(csvwMetadata(table)).toMatchObject({
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url: "locations_2026-11-21_v2.csv",
    tableSchema: {
      primaryKey: ["source", "device_id", "report_id"],
      columns: exportColumns.map(({ name, comment }) => ({ name, titles: name, "dc:description": comment })),
    },
  });
});

test("types are those of XML Schema, and what every row has is required", () => {
  expect(csvwMetadata(table)).toMatchObject({
    tableSchema: {
      columns: expect.arrayContaining([
        expect.objectContaining({
          name: "device_id",
          datatype: { base: "string", maxLength: 64 },
          required: true,
        }),
        expect.objectContaining({ name: "recorded_at", datatype: "dateTime", required: true }),
        expect.objectContaining({ name: "latitude", datatype: "decimal", required: true }),
        expect.objectContaining({ name: "charging", datatype: "boolean" }),
      ]),
    },
  });
  expect(csvwMetadata(table)).not.toHaveProperty("tableSchema.columns[4].required");
});

test("an export of an earlier list is described by that list", () => {
  const first = csvwMetadata({ ...table, schemaVersion: 1 });
  expect(first).toHaveProperty(
    "tableSchema.columns.length",
    columns.filter((column) => !("since" in column)).length,
  );
  expect(first).toHaveProperty("tableSchema.primaryKey", ["device_id", "report_id"]);
});
