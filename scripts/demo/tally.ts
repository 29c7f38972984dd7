import { type ExpectedRow, identity, position } from "../report/demo-report.ts";
import type { ExportedRow } from "./exported-row.ts";

/**
 * The demo's own count: what the CSVs must hold, based only on what was sent and which reports the app
 * accepted.
 */
export class Tally {
  /**
   * By date, then by identity: every form in which the report was sent. The app keeps the one it received
   * first, and only the app knows which that was.
   */
  readonly #dates = new Map<string, Map<string, ExpectedRow[]>>();

  /** Counts a report that the app accepted, unless it has been counted before. */
  add(row: ExpectedRow): void {
    const rows = this.#dates.get(row.date) ?? new Map<string, ExpectedRow[]>();
    this.#dates.set(row.date, rows);
    const forms = rows.get(identity(row)) ?? [];
    if (!forms.some((form) => position(form) === position(row) && sameValues(form, row))) {
      rows.set(identity(row), [...forms, row]);
    }
  }

  /** Returns the business dates that have reports, in order. */
  get dates(): string[] {
    return [...this.#dates.keys()].sort();
  }

  /** Returns the number of rows that the date's CSV must have. */
  rows(date: string): number {
    return this.#dates.get(date)?.size ?? 0;
  }

  /**
   * Compares a date's CSV with the count. Returns a sentence for each difference; none if it holds every
   * expected row once, in order, and no other.
   */
  compare(date: string, exported: readonly ExportedRow[]): string[] {
    const expected = this.#dates.get(date) ?? new Map<string, ExpectedRow[]>();
    const found = new Set<string>();
    const differences: string[] = [];
    let previous: ExportedRow | undefined;
    for (const row of exported) {
      const key = expected.has(identity(row)) ? identity(row) : position(row);
      const forms = expected.get(key);
      if (forms === undefined) {
        differences.push(`${date} line ${row.line}: ${position(row)} was not sent for this date`);
      } else if (found.has(key)) {
        differences.push(`${date} line ${row.line}: ${position(row)} is repeated`);
      } else {
        differences.push(...compareRow(date, row, forms));
      }
      found.add(key);
      if (previous !== undefined && !inOrder(previous, row)) {
        differences.push(
          `${date} line ${row.line}: ${position(row)} comes after ${position(previous)}, out of order`,
        );
      }
      previous = row;
    }
    for (const [key, forms] of expected) {
      if (!found.has(key) && forms[0] !== undefined) {
        differences.push(`${date}: ${position(forms[0])} was accepted but is missing`);
      }
    }
    return differences;
  }
}

function compareRow(date: string, row: ExportedRow, forms: ExpectedRow[]): string[] {
  const there = forms.filter((form) => position(form) === position(row));
  if (there.length === 0) {
    const sent = forms.map(position).join(" or ");
    return [`${date} line ${row.line}: ${position(row)} has the report id of ${sent}`];
  }
  if (!there.some((form) => matchesValues(form, row))) {
    const sent = there.map(({ values }) => JSON.stringify(values)).join(" or ");
    return [
      `${date} line ${row.line}: ${position(row)} shows ${JSON.stringify(row.values)} where ${sent} was sent`,
    ];
  }
  return [];
}

function inOrder(first: ExportedRow, second: ExportedRow): boolean {
  return first.deviceId === second.deviceId
    ? first.recordedAt <= second.recordedAt
    : first.deviceId < second.deviceId;
}

function sameValues(first: ExpectedRow, second: ExpectedRow): boolean {
  const names = new Set([...Object.keys(first.values), ...Object.keys(second.values)]);
  return [...names].every((name) => first.values[name] === second.values[name]);
}

/** The table keeps three decimals of every optional number; a heading that rounds up to 360 is north. */
function matchesValues({ values }: ExpectedRow, row: ExportedRow): boolean {
  const names = new Set([...Object.keys(values), ...Object.keys(row.values)]);
  return [...names].every((name) => {
    const value = values[name];
    const text = row.values[name] ?? "";
    if (typeof value !== "number") {
      return text === (value?.toString() ?? "");
    }
    const kept = Number(value.toFixed(3));
    return text !== "" && Number(text) === (name === "heading_deg" ? kept % 360 : kept);
  });
}
