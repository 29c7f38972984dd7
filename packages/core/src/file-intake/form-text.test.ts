import { expect, test } from "vitest";
import { formText } from "./form-text.ts";

test("a CSV's form names the heading of each value, and those that were left out", () => {
  const columns = { latitude: "Breite", longitude: "Länge", timestamp: "Zeit" };
  const csv = { delimiter: ";", columns, unused: ["Fahrer", "Notiz"] };
  expect(formText({ file: "june.csv", kind: "csv", encoding: "windows-1252", csv })).toBe(
    "june.csv: csv in windows-1252, delimited by semicolons, latitude from Breite, longitude from Länge, timestamp from Zeit; not used: Fahrer, Notiz",
  );
});

test("the form of any other file is its kind and encoding", () => {
  expect(formText({ kind: "gpx", encoding: "utf-8" })).toBe("gpx in utf-8");
});
