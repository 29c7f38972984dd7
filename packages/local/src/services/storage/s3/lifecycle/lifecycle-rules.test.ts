import { expect, test } from "vitest";
import { readLifecycleRules, unservedElement } from "./lifecycle-rules.ts";

function configuration(rule: string): string {
  return `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</LifecycleConfiguration>`;
}

test("a rule is read with its filter and everything that it does", () => {
  const xml = configuration(`<Rule><ID>a</ID><Status>Enabled</Status>
    <Filter><And><Prefix>runs/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>
      <ObjectSizeGreaterThan>1</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter>
    <Expiration><Days>3</Days></Expiration>
    <NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays>
      <NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>
    <AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload>
  </Rule>`);
  expect(readLifecycleRules(xml)).toEqual([
    {
      id: "a",
      prefix: "runs/",
      tags: [{ key: "k", value: "v" }],
      minBytes: 1,
      maxBytes: 9,
      expiration: { days: 3, isOfMarkers: false },
      noncurrent: { days: 30, newer: 2 },
      abortDays: 2,
    },
  ]);
});

test.each(["<Filter></Filter>", "<Filter/>", "<Filter><Prefix></Prefix></Filter>", "<Prefix></Prefix>"])(
  "%s is every object",
  (filter) => {
    const xml = configuration(
      `<Rule><Status>Enabled</Status>${filter}<Expiration><Days>1</Days></Expiration></Rule>`,
    );
    expect(readLifecycleRules(xml)).toMatchObject([{ prefix: "", tags: [], minBytes: -1 }]);
  },
);

test("of several rules those are read that are enabled", () => {
  const rule = (id: string, status: string) =>
    `<Rule><ID>${id}</ID><Status>${status}</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>`;
  const xml = configuration(rule("a", "Enabled") + rule("b", "Disabled") + rule("c", "Enabled"));
  expect(readLifecycleRules(xml)?.map(({ id }) => id)).toEqual(["a", "c"]);
});

test.each([
  ["no XML", "Days: 1"],
  ["another document", "<VersioningConfiguration/>"],
  ["no days", configuration("<Rule><Status>Enabled</Status><Expiration><Days>0</Days></Expiration></Rule>")],
  ["an unknown element", configuration("<Rule><Status>Enabled</Status><Expires>1</Expires></Rule>")],
])("%s is no configuration", (_name, xml) => {
  expect(readLifecycleRules(xml)).toBeUndefined();
});

test("transitions are named, as there is one storage class", () => {
  const xml = configuration("<Rule><Status>Enabled</Status><Transition><Days>1</Days></Transition></Rule>");
  expect(unservedElement(xml)).toBe("Transition");
  expect(unservedElement(configuration(""))).toBeUndefined();
});
