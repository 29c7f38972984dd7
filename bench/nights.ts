// What nights cost for late rows, in multiples of the new ones: `node bench/nights.ts --help`.
import { parseArgs } from "node:util";
import { assumptions } from "@ashiato/core/cost/month";
import { pricesOf } from "@ashiato/core/cost/prices";
import { compactionIsDue } from "@ashiato/core/daily-batch/compaction";
import { exportMode, wholeIsDue } from "@ashiato/core/daily-batch/export-mode";
import { numberText, textTable } from "../scripts/terminal/text-table.ts";
import { ExportedDate, type Work } from "./nights/exported-date.ts";
import { arrivalsOf, type Arrivals, dateOf } from "./nights/fleet.ts";

const help = `Simulates the nights of a fleet, of which half a percent of the reports is up to 30 days late, a device
returns after 25 days, and a month is filled in at once; before and after late rows had files of their own.

  node bench/nights.ts [--nights N] [--devices N] [--batches N]

  --nights N   default 40
  --devices N  with 100 reports a day each (default 100)
  --batches N  batches of a night; each leaves a file in every date that the night touches (default 24)

It runs the project's own rules and code for what is due, late rows, the ranges of the CSV that they are
compared with, and compactions. The warehouse and the buckets are arrays in memory. Before, the UNLOAD of a CSV
and the count each read a date; now one statement does for these and for Parquet, whose bytes are left out.`;

const { values } = parseArgs({
  options: {
    nights: { type: "string", default: "40" },
    devices: { type: "string", default: "100" },
    batches: { type: "string", default: "24" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const nights = Number(values.nights);
const batches = Number(values.batches);
/** As in `batchSettings` and `functionSettings` of `stacks/settings.ts`. */
const wholes = { wholeAges: [2, 7, 31], maxLateShare: 0.01 };
const compactions = { maxFiles: 300, lastAge: 31 };
const maxCompactions = 4;
const supersededDays = 30;
const yearsDays = 730;
/** What the extrapolation is for. */
const fullDay = 24_000_000;
const region = "ap-northeast-1";

/** How a night exports the dates that it touches. */
type Policy = "every touched date whole" | "late rows beside";

/** How often an export reads its date: once each for CSV and count, or once in all. */
const readsOf: Record<Policy, number> = { "every touched date whole": 2, "late rows beside": 1 };

/** Sums of a night: what exports and compactions have done. */
type Night = { newRows: number; newBytes: number; touched: number; exported: Work; compacted: Work };

type Simulated = { policy: Policy; perNight: Night[]; dates: Map<string, ExportedDate> };

if (values.help) {
  console.log(help);
} else {
  const arrivals = arrivalsOf(nights, Number(values.devices));
  const before = simulate("every touched date whole", arrivals);
  const after = simulate("late rows beside", arrivals);
  print(before, after);
}

/** Throws an Error if an export and its supplements are not the rows of their partition. */
function simulate(policy: Policy, arrivals: readonly Arrivals[]): Simulated {
  const dates = new Map<string, ExportedDate>();
  const perNight = arrivals.map((arrived, night) => spend(arrived, { night, dates, policy }));
  dates.forEach((each, date) => each.check(date));
  return { policy, perNight, dates };
}

/** The night after a day: distributes what has arrived, exports, and compacts. */
function spend(
  { on, rows }: Arrivals,
  { night, dates, policy }: { night: number; dates: Map<string, ExportedDate>; policy: Policy },
): Night {
  const today = dateOf(night + 1);
  const arrived = Map.groupBy(rows, ({ date }) => date);
  const exported: Work[] = [];
  for (const [date, some] of arrived) {
    const each = dates.get(date) ?? new ExportedDate();
    dates.set(date, each);
    const lines = some.map(({ line }) => line);
    each.distribute(lines, batches);
    const { madeOn, rows: known, lateRows } = each;
    const current =
      madeOn === undefined ? undefined : { supplementable: true, rows: known, lateRows, madeOn };
    const mode =
      policy === "late rows beside"
        ? exportMode({ date, today, requested: date === on, pendingRows: lines.length, current }, wholes)
        : "whole";
    exported.push(mode === "whole" ? each.exportWhole(today, readsOf[policy]) : each.supplement(lines));
  }
  for (const [date, each] of dates) {
    const { madeOn, lateRows } = each;
    if (lateRows > 0 && madeOn !== undefined && wholeIsDue({ date, today, madeOn }, wholes)) {
      exported.push(each.exportWhole(today, readsOf[policy]));
    }
  }
  const due = [...dates].filter(([date, { loose, compacted: files, compactedOn }]) =>
    compactionIsDue({ date, loose, compacted: files, compactedOn }, today, compactions),
  );
  const compacted = (policy === "late rows beside" ? due : [])
    .slice(0, maxCompactions)
    .map(([, each]) => each.compact(today));
  return {
    newRows: rows.length,
    newBytes: rows.reduce((total, { line }) => total + line.length + 1, 0),
    touched: arrived.size,
    exported: sumOf(exported),
    compacted: sumOf(compacted),
  };
}

function sumOf(works: readonly Work[]): Work {
  return {
    rowsRead: works.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
    bytesWritten: works.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
  };
}

function print(before: Simulated, after: Simulated): void {
  const line = (name: string, of: (simulated: Simulated) => string) => [name, of(before), of(after)];
  /** The nights on which dates reach their last age, too. */
  const late = ({ perNight }: Simulated) => perNight.slice(Math.max(...wholes.wholeAges));
  const written = ({ exported, compacted, newBytes }: Night) =>
    (exported.bytesWritten + compacted.bytesWritten) / newBytes;
  const read = ({ exported, compacted, newRows }: Night) =>
    (exported.rowsRead + compacted.rowsRead) / newRows;
  const packed = ({ compacted, newBytes }: Night) => compacted.bytesWritten / newBytes;
  const shown = (night: readonly Night[], of: (each: Night) => number) => mean(night.map(of)).toFixed(1);
  console.log(
    `${nights} nights of ${numberText(before.perNight[0]?.newRows ?? 0)} new rows and more, which touch`,
  );
  console.log(`${shown(after.perNight, ({ touched }) => touched)} dates each. Multiples of what is new:\n`);
  console.log(
    textTable(
      ["", "every touched date whole", "late rows beside"],
      [
        line("bytes written, mean", ({ perNight }) => shown(perNight, written)),
        line(`bytes written, mean after night ${Math.max(...wholes.wholeAges)}`, (each) =>
          shown(late(each), written),
        ),
        line("bytes written, most", ({ perNight }) => Math.max(...perNight.map(written)).toFixed(1)),
        line("of these by compactions, mean", ({ perNight }) => mean(perNight.map(packed)).toFixed(2)),
        line("rows read, mean", ({ perNight }) => shown(perNight, read)),
        line(`rows read, mean after night ${Math.max(...wholes.wholeAges)}`, (each) =>
          shown(late(each), read),
        ),
        line("rows read, most", ({ perNight }) => Math.max(...perNight.map(read)).toFixed(1)),
        line("most files of a partition", ({ dates }) =>
          String(Math.max(...[...dates.values()].map(({ mostFiles }) => mostFiles))),
        ),
        line("files of a partition at the end, mean", ({ dates }) =>
          mean([...dates.values()].map(({ loose, compacted }) => loose + compacted)).toFixed(0),
        ),
      ],
    ),
  );
  console.log(`\nExtrapolated to ${numberText(fullDay)} rows a day:\n`);
  const kept = [daysKeptForYears(before), daysKeptWhileCurrent(after)];
  const terabytes = kept.map((days) => (days * fullDay * assumptions.rowBytes) / 1e12);
  const prices = pricesOf(region);
  const warehouse = [before, after].map((each) => {
    const rows = fullDay * mean(each.perNight.map(({ exported, newRows }) => exported.rowsRead / newRows));
    const packing =
      fullDay * mean(each.perNight.map(({ compacted, newRows }) => compacted.rowsRead / newRows));
    // The model's rate is for a date that is exported whole; a compaction is half of that.
    const seconds = (rows / readsOf[each.policy] + packing / 2) / assumptions.warehouseRowsPerSecond;
    return (seconds * assumptions.days * 4 * prices.rpuHours.usd) / 3_600;
  });
  console.log(
    textTable(
      ["", "every touched date whole", "late rows beside"],
      [
        ["days of CSV kept after two years", ...kept.map((days) => numberText(Math.round(days)))],
        ["TB of CSV kept after two years", ...terabytes.map((each) => each.toFixed(1))],
        [
          "dollars a month for these, then",
          ...terabytes.map((each) => numberText(Math.round(each * 1_000 * prices.s3Storage.usd))),
        ],
        ["dollars a month for the warehouse", ...warehouse.map((each) => numberText(Math.round(each)))],
      ],
    ),
  );
}

/** Every version is kept for two years. */
function daysKeptForYears({ perNight }: Simulated): number {
  return yearsDays * mean(perNight.map(({ exported, newBytes }) => exported.bytesWritten / newBytes));
}

/** The current versions and the supplements stay for two years, what was replaced for a month. */
function daysKeptWhileCurrent({ perNight, dates }: Simulated): number {
  const all = [...dates.values()];
  const day = mean(perNight.map(({ newBytes }) => newBytes));
  const current = all.reduce((sum, { versions }) => sum + (versions.at(-1) ?? 0), 0) / nights;
  const replaced = all.reduce((sum, { versions }) => sum + versions.slice(0, -1).reduce(add, 0), 0) / nights;
  const late = all.reduce((sum, { supplementBytes }) => sum + supplementBytes, 0) / nights;
  return (yearsDays * current + supersededDays * (replaced + late)) / day;
}

function mean(values: readonly number[]): number {
  return values.reduce(add, 0) / values.length;
}

function add(a: number, b: number): number {
  return a + b;
}
