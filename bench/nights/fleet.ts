const dayMilliseconds = 86_400_000;
/** Reports of a device on a day: one each 14 minutes. */
export const reportsOfDay = 100;
const lateShare = 0.005;
const lateWindowDays = 30;

/** A row of the table's files, with its business date. */
type Row = { date: string; line: string };

/** What comes in until a night: the reports of its day, and late ones of the days before. */
export type Arrivals = { on: string; rows: Row[] };

/** Returns the business date of a day of the simulation. */
export function dateOf(day: number): string {
  return new Date(Date.parse("2026-09-01") + day * dayMilliseconds).toISOString().slice(0, 10);
}

/**
 * Returns what arrives for each of so many nights of a fleet of so many devices: the reports of the day but
 * for half a percent, which come up to 30 days late by a heavy tail; on the 26th day a device that was away
 * for 25; on the 34th a back-fill of 30 days.
 */
export function arrivalsOf(nights: number, devices: number): Arrivals[] {
  const random = sequence(7);
  const arrivals = Array.from({ length: nights }, (_, day): Arrivals => ({ on: dateOf(day), rows: [] }));
  const arrive = (day: number, row: Row) => arrivals[day]?.rows.push(row);
  for (let day = 0; day < nights; day += 1) {
    for (let device = 0; device < devices; device += 1) {
      for (let number = 0; number < reportsOfDay; number += 1) {
        const late = random() < lateShare ? daysLate(random()) : 0;
        arrive(day + late, rowOf(`phone-${100 + device}`, { day, number, arrives: day + late }));
      }
    }
  }
  for (const { device, reports, from, to } of [
    { device: "returned", reports: 10, from: 0, to: 25 },
    { device: "archive", reports: 60, from: 3, to: 33 },
  ]) {
    for (let day = from; day < to; day += 1) {
      for (let number = 0; number < reports; number += 1) {
        arrive(to, rowOf(device, { day, number, arrives: to }));
      }
    }
  }
  return arrivals;
}

/** As many reports are one or two days late as three to seven, as eight to thirty. */
function daysLate(random: number): number {
  return Math.floor((lateWindowDays + 1) ** random);
}

function rowOf(
  device: string,
  { day, number, arrives }: { day: number; number: number; arrives: number },
): Row {
  const date = dateOf(day);
  const time = new Date(number * 840_000).toISOString().slice(11, 19);
  const id = `00000000-0000-4000-8000-${String(day * 1_000 + number).padStart(12, "0")}`;
  const latitude = (35 + number / 100_000).toFixed(7);
  return {
    date,
    line: `${device},${date} ${time}.000000,${latitude},139.7600000,8.500,,,1.250,,0.850,,${id},${dateOf(arrives)} 23:59:00.000000,`,
  };
}

/** Returns a generator of numbers from 0 up to 1 that is the same in each run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
