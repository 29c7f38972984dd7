import { expect, test } from "vitest";
import { faultOfNamePattern, feedFileName, feedManifestName } from "./feed-file-name.ts";

test.each(["locations_{date}_v{version}_{part}", "{date}.{version}-{part}", "{part}of{version}on{date}"])(
  "%s gives each date, version and part a name of its own",
  (pattern) => {
    expect(faultOfNamePattern(pattern)).toBeUndefined();
    const feed = { name: pattern, format: "CSV", compression: "none" } as const;
    const names = ["2026-11-21", "2026-11-22"].flatMap((date) =>
      [1, 2, 11, 12, 112, 122].flatMap((version) => [
        ...[1, 2, 11, 12, 112, 122].map((part) => feedFileName(feed, { date, version }, part)),
        feedManifestName(feed, { date, version }),
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  },
);

test.each([
  ["locations_{date}_{part}", "must have each of {date}, {version}, {part} once, and no other placeholder"],
  ["{date}_{version}_{part}_{part}", "must have each of"],
  ["{date}_{version}_{part}_{client}", "must have each of"],
  ["{date}_{version}{part}", "must have a character that is no digit between its placeholders"],
  ["{date}_{version}_1{part}", "must have a character that is no digit"],
  ["{date}_{version}1_{part}", "must have a character that is no digit"],
  ["a/{date}_{version}_{part}", "must be of letters, digits, dots, hyphens and underscores"],
  ["{date}_{version}_{part}'", "must be of letters"],
])("%s is refused, as it %s", (pattern, fault) => {
  expect(faultOfNamePattern(pattern)).toContain(fault);
});

test("a name ends as its format and its compression do", () => {
  const feed = { name: "{date}_v{version}_{part}", format: "CSV", compression: "gzip" } as const;
  const of = { date: "2026-11-21", version: 3 };
  expect(feedFileName(feed, of, 1)).toBe("2026-11-21_v3_1.csv.gz");
  expect(feedFileName({ ...feed, compression: "none" }, of, 2)).toBe("2026-11-21_v3_2.csv");
  expect(feedFileName({ ...feed, format: "PARQUET", compression: "none" }, of, 1)).toBe(
    "2026-11-21_v3_1.parquet",
  );
  expect(feedManifestName(feed, of)).toBe("2026-11-21_v3_manifest.json");
});
