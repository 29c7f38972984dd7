import type { ShownWithdrawal } from "@ashiato/core/api/withdrawal-schemas";
import { listWithdrawals, returnRows, withdrawRows } from "../../api/withdrawals.ts";
import { readableTime } from "../../report/zoned-time.ts";
import { counted } from "../../terminal/counted.ts";
import { textTable } from "../../terminal/text-table.ts";
import { calendarDate, type Io, readWords, UsageError } from "../command.ts";
import { openStage } from "../stage.ts";

const options = { date: { type: "string" }, device: { type: "string" } } as const;

export const withdrawalHelp = `  npm run ashiato -- clients withdraw ID --date DATE [--device DEVICE]   takes its rows out of a date, with the next run
  npm run ashiato -- clients withdrawals ID                              what was taken out, and how many rows
  npm run ashiato -- clients give-back ID WITHDRAWAL                     puts them back, with the next run

clients withdraw takes the rows that were received before it. What the client sends afterwards stays: first end what brings the wrong ones.`;

const actions: Record<string, (words: string[], io: Io) => Promise<number>> = {
  withdraw,
  withdrawals,
  "give-back": giveBack,
};

/** The names of the actions of `clients` that are of withdrawals. */
export const withdrawalActions: readonly string[] = Object.keys(actions);

/** Runs an action of `withdrawalActions`, which is the first word, and returns its exit code. */
export async function runWithdrawalAction([name = "", ...words]: string[], io: Io): Promise<number> {
  const action = actions[name];
  if (action === undefined) {
    throw new Error(`clients has no action ${name}`);
  }
  return await action(words, io);
}

async function withdraw(words: string[], { print, signal }: Io): Promise<number> {
  const { values, positionals } = readWords(words, options, ["ID"]);
  const [client = ""] = positionals;
  const { device } = values;
  if (values.date === undefined) {
    throw new UsageError("--date is missing: it is the business date of the rows");
  }
  const dateOf = calendarDate("--date", values.date);
  const stage = await openStage(values);
  const asked = { client, date: dateOf(stage), ...(device !== undefined && { device }), signal };
  const withdrawal = await withdrawRows(stage, asked);
  const { id, date } = withdrawal;
  const ofDevice = device === undefined ? "" : `'s device ${device}`;
  const text = `The next run takes the rows of ${client}${ofDevice} out of ${date}: npm run ashiato -- run\nTo put them back: npm run ashiato -- clients give-back ${client} ${id}`;
  print(values.json ? JSON.stringify(withdrawal) : text);
  return 0;
}

async function withdrawals(words: string[], { print, signal }: Io): Promise<number> {
  const { values, positionals } = readWords(words, {}, ["ID"]);
  const [client = ""] = positionals;
  const stage = await openStage(values);
  const found = await listWithdrawals(stage, { client, signal });
  const { timeZone } = stage;
  print(values.json ? JSON.stringify({ withdrawals: found }) : listText(client, { found, timeZone }));
  return 0;
}

async function giveBack(words: string[], { print, signal }: Io): Promise<number> {
  const { values, positionals } = readWords(words, {}, ["ID", "WITHDRAWAL"]);
  const [client = "", id = ""] = positionals;
  const stage = await openStage(values);
  const withdrawal = await returnRows(stage, { client, withdrawal: id, signal });
  const text = giveBackText(withdrawal);
  print(values.json ? JSON.stringify(withdrawal) : text);
  return 0;
}

function giveBackText({ id, client, date, rows, state }: ShownWithdrawal): string {
  if (state === "returned") {
    return `The rows of ${id} are in ${date} again`;
  }
  return rows === 0
    ? `The withdrawal ${id} is taken back: it has taken out no rows of ${client} yet`
    : `The next run puts ${counted(rows, "row")} of ${client} back into ${date}: npm run ashiato -- run`;
}

type Listed = { found: readonly ShownWithdrawal[]; timeZone: string };

function listText(client: string, { found, timeZone }: Listed): string {
  if (found.length === 0) {
    return `Nothing was taken out of the rows of ${client}`;
  }
  return textTable(
    ["withdrawal", "date", "device", "rows", "state", "asked at", "by"],
    found.map(({ id, date, device, rows, state, requestedAt, by }) => [
      id,
      date,
      device ?? "all",
      state === "asked" ? "-" : rows,
      state,
      readableTime(requestedAt, timeZone),
      by,
    ]),
  );
}
