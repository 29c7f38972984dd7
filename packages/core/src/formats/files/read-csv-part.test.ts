import fc from "fast-check";
import { expect, it } from "vitest";
import { readCsvPart } from "./read-csv-part.ts";

const headings = "device,time,latitude,longitude";

function fileOf(lines: readonly string[], lastEnd: string): Buffer {
  return Buffer.from([headings, ...lines].join("\n") + lastEnd);
}

async function readPart(file: Buffer, from: number, to: number, pieceBytes: number) {
  async function* bytes() {
    for (let at = Math.max(from - 1, 0); at < file.length; at += pieceBytes) {
      yield file.subarray(at, at + pieceBytes);
    }
  }
  const texts: string[] = [];
  const places: number[] = [];
  let lines = 0;
  const reading = readCsvPart({ bytes: bytes(), from, to, headings }, { timeZone: "UTC" });
  for (let next = await reading.next(); ; next = await reading.next()) {
    if (next.done === true) {
      return { texts, places, lines, end: next.value };
    }
    texts.push(...next.value.records.map(({ text }) => text));
    places.push(...next.value.records.map(({ place }) => place));
    lines += next.value.lines;
  }
}

it("reads each line in exactly one part, however the file is cut", async () => {
  const line = fc
    .integer({ min: 0, max: 400 })
    .map((n) => `足${"x".repeat(n % 40)}-${n},2026-11-26T00:00:00Z,1,2`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 30 }),
      fc.constantFrom("", "\n"),
      fc.array(fc.nat({ max: 2_000 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 90 }),
      async (lines, lastEnd, cuts, pieceBytes) => {
        const file = fileOf(lines, lastEnd);
        const inside = cuts.filter((cut) => cut > headings.length && cut < file.length);
        const bounds = [0, ...new Set(inside.toSorted((a, b) => a - b)), file.length];
        const read: string[] = [];
        let before = 0;
        for (let part = 0; part + 1 < bounds.length; part += 1) {
          const {
            texts,
            places,
            lines: count,
          } = await readPart(file, bounds[part] ?? 0, bounds[part + 1] ?? 0, pieceBytes);
          expect(places).toEqual(texts.map((_, index) => read.length + index + 2 - before));
          read.push(...texts);
          before += count;
        }
        expect(read).toEqual(lines);
      },
    ),
  );
});

it("stops at a quote", async () => {
  const file = fileOf(['"a\nb",2026-11-26T00:00:00Z,1,2'], "\n");
  expect(await readPart(file, 0, file.length, 8)).toMatchObject({ end: "quoted" });
});
