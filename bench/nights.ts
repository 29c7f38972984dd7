// What nights cost for late rows, in multiples of the new ones: `node bench/nights.ts`.
import { exportMode, wholeIsDue } from "@ashiato/core/daily-batch/export-mode";
import { numberText, textTable } from "../scripts/terminal/text-table.ts";
import { ExportedDate, type Work } from "./nights/exported-date.ts";
import { arrivalsOf, type Arrivals, dateOf } from "./nights/fleet.ts";

const nights = 40;
/** As in `batchSettings` and `functionSettings` of `stacks/settings.ts`. */
const wholes = { wholeAges: [2, 7, 31], maxLateShare: 0.01 };
const supersededDays = 30;
const yearsDays = 730;

/** How a night exports the dates that it touches. */
type Policy = "every touched date whole" | "late rows beside";

type Night = Work & { newRows: number; newBytes: number; touched: number };

type Simulated = { perNight: Night[]; dates: Map<string, ExportedDate> };

const arrivals = arrivalsOf(nights);
const before = simulate("every touched date whole");
const after = simulate("late rows beside");
for (const { dates } of [before, after]) {
  dates.forEach((each, date) => each.check(date));
}
print();

function simulate(policy: Policy): Simulated {
  const dates = new Map<string, ExportedDate>();
  const perNight = arrivals.map((arrived, night) => spend(arrived, { night, dates, policy }));
  return { perNight, dates };
}

/** The night after a day: distributes what has arrived, and exports. */
function spend(
  { on, rows }: Arrivals,
  { night, dates, policy }: { night: number; dates: Map<string, ExportedDate>; policy: Policy },
): Night {
  const today = dateOf(night + 1);
  const arrived = Map.groupBy(rows, ({ date }) => date);
  const work: Work[] = [];
  for (const [date, some] of arrived) {
    const exported = dates.get(date) ?? new ExportedDate();
    dates.set(date, exported);
    const lines = some.map(({ line }) => line);
    exported.distribute(lines);
    const { madeOn, rows: known, lateRows } = exported;
    const current =
      madeOn === undefined ? undefined : { supplementable: true, rows: known, lateRows, madeOn };
    const mode =
      policy === "late rows beside"
        ? exportMode({ date, today, requested: date === on, pendingRows: lines.length, current }, wholes)
        : "whole";
    work.push(mode === "whole" ? exported.exportWhole(today) : exported.supplement(lines));
  }
  for (const [date, exported] of dates) {
    const { madeOn, lateRows } = exported;
    if (lateRows > 0 && madeOn !== undefined && wholeIsDue({ date, today, madeOn }, wholes)) {
      work.push(exported.exportWhole(today));
    }
  }
  const sum = (of: (each: Work) => number) => work.reduce((total, each) => total + of(each), 0);
  return {
    newRows: rows.length,
    newBytes: rows.reduce((total, { line }) => total + line.length + 1, 0),
    touched: arrived.size,
    rowsRead: sum(({ rowsRead }) => rowsRead),
    bytesWritten: sum(({ bytesWritten }) => bytesWritten),
  };
}

function print(): void {
  const rows = (of: (night: Night) => number, { perNight }: Simulated) => perNight.map(of);
  const written = ({ bytesWritten, newBytes }: Night) => bytesWritten / newBytes;
  const read = ({ rowsRead, newRows }: Night) => rowsRead / newRows;
  const line = (name: string, of: (simulated: Simulated) => string) => [name, of(before), of(after)];
  console.log(
    `${nights} nights of ${numberText(arrivals[0]?.rows.length ?? 0)} new rows and more, which touch`,
  );
  console.log(
    `${mean(rows(({ touched }) => touched, after)).toFixed(1)} dates each. Multiples of what is new:\n`,
  );
  console.log(
    textTable(
      ["", "every touched date whole", "late rows beside"],
      [
        line("CSV bytes written, mean", (each) => mean(rows(written, each)).toFixed(1)),
        line("CSV bytes written, most", (each) => Math.max(...rows(written, each)).toFixed(1)),
        line("rows read, mean", (each) => mean(rows(read, each)).toFixed(1)),
        line("rows read, most", (each) => Math.max(...rows(read, each)).toFixed(1)),
        ["days of CSV kept after two years", keptForYears(before), keptWhileCurrent(after)],
        line("most files of a partition", ({ dates }) =>
          String(Math.max(...[...dates.values()].map(({ files }) => files))),
        ),
      ],
    ),
  );
}

/** Every version is kept for two years. */
function keptForYears({ perNight }: Simulated): string {
  const days = mean(perNight.map(({ bytesWritten, newBytes }) => bytesWritten / newBytes));
  return numberText(Math.round(yearsDays * days));
}

/** The current versions and the supplements stay for two years, what was replaced for a month. */
function keptWhileCurrent({ perNight, dates }: Simulated): string {
  const all = [...dates.values()];
  const day = mean(perNight.map(({ newBytes }) => newBytes));
  const current = all.reduce((sum, { versions }) => sum + (versions.at(-1) ?? 0), 0) / nights;
  const replaced = all.reduce((sum, { versions }) => sum + versions.slice(0, -1).reduce(add, 0), 0) / nights;
  const late = all.reduce((sum, { supplementBytes }) => sum + supplementBytes, 0) / nights;
  return numberText(Math.round((yearsDays * current + supersededDays * (replaced + late)) / day));
}

function mean(values: readonly number[]): number {
  return values.reduce(add, 0) / values.length;
}

function add(a: number, b: number): number {
  return a + b;
}
