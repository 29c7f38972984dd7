import { expect, test } from "vitest";
import { failureText } from "../../script-error.ts";
import { readRejectsCsv, rejectsHeader, rejectsLines } from "./rejects-csv.ts";

const report = {
  deviceId: "a",
  timestamp: "2026-11-21T02:59:00Z",
  latitude: 95,
  longitude: 139.5,
  charging: true,
};
const reject = { report, place: "rejected/rows/1.csv.gz#2", because: "latitude, 95, is wrong", text: 'a,"b' };

test("a record is read back as it was written", () => {
  const csv = rejectsHeader() + rejectsLines([reject]);
  expect(csv).toMatch(/^device_id,recorded_at,latitude,.*rejected_place,rejected_because,rejected_text\n/);
  expect(readRejectsCsv("rejects.csv", csv)).toEqual([{ ...reject, report }]);
});

test("a mended record has what a person wrote, whatever a spreadsheet made of the order and the line ends", () => {
  const csv =
    "\uFEFFrejected_place,latitude,device_id,recorded_at,longitude,note\r\nrejected/rows/1.csv.gz#2, 35.5 ,a,2026-11-21 02:59:00,139.5,mended\r\n";
  expect(readRejectsCsv("rejects.csv", csv)).toEqual([
    {
      place: "rejected/rows/1.csv.gz#2",
      because: "",
      text: "",
      report: { deviceId: "a", timestamp: "2026-11-21T02:59:00Z", latitude: 35.5, longitude: 139.5 },
    },
  ]);
});

test("a CSV that does not say where its records came from is refused", () => {
  expect(() => readRejectsCsv("rejects.csv", "device_id\na\n")).toThrow(
    "rejects.csv: record 1 has no column rejected_place",
  );
});

test("a CSV that a person broke is refused in words, with its line", () => {
  const csv = rejectsHeader() + rejectsLines([reject]) + "a,b\n";
  const error = thrownBy(() => readRejectsCsv("rejects.csv", csv));
  expect(failureText(error)).toBe(
    "rejects.csv is not a CSV as rejects edit wrote it at line 3: each line needs as many fields as the first, and quotes in pairs",
  );
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}
