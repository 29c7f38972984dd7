import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cutCsv } from "./cut-csv.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-cut-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function cut(text: string, options: { header?: boolean; slices?: number; maxFileSizeBytes?: number }) {
  const file = path.join(directory, "all");
  await writeFile(file, text);
  const plan = {
    bytes: Buffer.byteLength(text),
    header: false,
    slices: 1,
    maxFileSizeBytes: 1e9,
    ...options,
  };
  const signal = new AbortController().signal;
  const bytes = Buffer.from(text);
  const parts: { slice: number; part: number; records: number; text: string }[] = [];
  for await (const { slice, part, records, header, from, to } of cutCsv(file, plan, signal)) {
    const cutText = `${header.toString()}${bytes.subarray(from, to).toString()}`;
    parts.push({ slice, part, records, text: cutText });
  }
  return parts;
}

it("cuts between records, at most at the size", async () => {
  expect(await cut("aa\nbb\ncc\n", { maxFileSizeBytes: 6 })).toEqual([
    { slice: 0, part: 0, records: 2, text: "aa\nbb\n" },
    { slice: 0, part: 1, records: 1, text: "cc\n" },
  ]);
});

it("begins each part with the header line, which counts as a record", async () => {
  expect(await cut("h\naa\nbb\n", { header: true, maxFileSizeBytes: 5 })).toEqual([
    { slice: 0, part: 0, records: 2, text: "h\naa\n" },
    { slice: 0, part: 1, records: 2, text: "h\nbb\n" },
  ]);
  expect(await cut("h\n", { header: true, slices: 2 })).toEqual([
    { slice: 0, part: 0, records: 1, text: "h\n" },
  ]);
});

it("gives a record longer than a part a part of its own", async () => {
  expect((await cut("a\nlonglong\nb\n", { maxFileSizeBytes: 4 })).map((part) => part.text)).toEqual([
    "a\n",
    "longlong\n",
    "b\n",
  ]);
});

it("cuts into slices, and these into parts", async () => {
  expect(await cut("a\nb\nc\nd\n", { slices: 2, maxFileSizeBytes: 2 })).toEqual([
    { slice: 0, part: 0, records: 1, text: "a\n" },
    { slice: 0, part: 1, records: 1, text: "b\n" },
    { slice: 1, part: 0, records: 1, text: "c\n" },
    { slice: 1, part: 1, records: 1, text: "d\n" },
  ]);
});

it("loses no byte and cuts no quoted line", async () => {
  const field = fc.constantFrom("a", "éé", '"x\ny"', '"""q"""', '"\n"', "");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(field, field), { minLength: 1 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 3 }),
      async (records, maxFileSizeBytes, slices) => {
        const text = records.map((record) => `${record.join(",")}\n`).join("");
        const parts = await cut(text, { maxFileSizeBytes, slices });
        expect(parts.map((part) => part.text).join("")).toBe(text);
        expect(parts.reduce((sum, part) => sum + part.records, 0)).toBe(records.length);
        for (const part of parts) {
          expect(part.text.split('"').length % 2).toBe(1);
        }
      },
    ),
    { numRuns: 50 },
  );
});
