const operations = "docs/operations.md";
/** The section whose table has every alarm. */
const everyAlarm = "An alarm";

/**
 * Returns the section to which an alarm's description leads, such as `docs/operations.md#the-batch-failed`;
 * the section with the table of all alarms if the description names none.
 */
export function alarmPage(description: string): { page: string; heading: string } {
  const [, file = operations, heading = everyAlarm] =
    /\b(docs\/[\w-]+\.md), ([A-Z][^.]*)\.$/.exec(description) ?? [];
  return { page: sectionOf(file, heading), heading };
}

/** Returns the address of a heading of a document, as GitHub makes it. */
export function sectionOf(file: string, heading: string): string {
  const anchor = heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-");
  return `${file}#${anchor}`;
}
