import { expect, test } from "vitest";
import { Progress } from "../terminal/progress.ts";
import { UsageError } from "./command.ts";
import { commands as listed } from "./commands.ts";

const commands = await Promise.all(
  listed.map(async ({ load, ...command }) => ({ ...command, ...(await load()) })),
);

function run(name: string, words: string[]): Promise<number> {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    throw new Error(`There is no command ${name}`);
  }
  const io = {
    print: () => undefined,
    progress: new Progress(process.stderr, () => 0),
    signal: AbortSignal.abort(),
  };
  return command.run(words, io);
}

/** What a command says to a wrong command line: it has asked no stage yet. */
async function refusal(name: string, words: string[]): Promise<string> {
  try {
    await run(name, words);
  } catch (error) {
    if (error instanceof UsageError) {
      return error.message;
    }
    throw error;
  }
  throw new Error(`${name} took ${words.join(" ")}`);
}

test.each(commands)("$name says how it is used, with an example and its exit codes", ({ name, help }) => {
  expect(help).toMatch(new RegExp(`^  npm run (?:-s )?ashiato -- ${name}\\b`, "m"));
  expect(help).toMatch(new RegExp(`For example[^:]*:(?: |\\n\\n  )[^[\\n]*ashiato -- ${name}`));
  expect(help).toMatch(/^Exits (?:0|as) /m);
});

// The options of aws are those of the AWS CLI.
const own = commands.filter(({ name }) => name !== "aws");

test.each(own)(
  "$name tells of each of its options, and names them to an unknown one",
  async ({ name, help }) => {
    const text = await refusal(name, ["--qqqqqqqqqqqqqqqq"]);
    const options = [...text.slice(text.indexOf("The options are")).matchAll(/--[a-z-]+/g)].map(
      ([option]) => option,
    );
    expect(options).toContain("--stage");
    // Told once, by npm run ashiato -- --help.
    const told = options.filter((option) => !["--directory", "--stage", "--json"].includes(option));
    expect(
      told.filter((option) => !help.includes(option) && !help.includes(option.replace("--", "--no-"))),
    ).toEqual([]);
  },
);

test.each([
  [["inspect"], "FILE is missing"],
  [["inspect", "day.csv", "--zone", "Mars"], '--zone takes an IANA name such as Asia/Tokyo, got "Mars"'],
  [["inspect", "day.csv", "--shift", "x"], '--shift takes a whole number, got "x"'],
  [["inspect", "day.csv", "--map", "x"], '--map takes FIELD=NAME, such as latitude=Breite, got "x"'],
  [["send", "day.csv", "--parallel", "0"], '--parallel takes a whole number of at least 1, got "0"'],
  [["send", "day.csv", "--rate"], "--rate needs a value after it, got nothing"],
  [["exports", "--from", "2026-02-30"], "--from takes a date of the form yyyy-MM-dd"],
  [["exports", "--to", "tomorrow"], "--to takes a date of the form yyyy-MM-dd"],
  [["run", "--date", "yesteryear"], "--date takes a date of the form yyyy-MM-dd"],
  [["run", "--dat", "2026-11-01"], "There is no option --dat. Did you mean --date?"],
  [["fetch", "today", "--format", "xls"], "--format takes one of csv, parquet"],
  [["enroll", "nokia", "--device", "a"], "APP must be one of overland, owntracks"],
  [
    ["clients"],
    "add, list, show, change, limit, rotate, end-key, revoke, usage, audit, withdraw, withdrawals, give-back, feed is missing",
  ],
  [["clients", "frob"], "clients takes add, list, show"],
  [["clients", "show"], "ID is missing"],
  [["clients", "feed"], "add, list, show, remove, make is missing"],
  [["clients", "feed", "frob", "acme"], "clients feed takes add, list, show, remove, make"],
  [["clients", "feed", "add", "acme"], "FEED is missing"],
  [["clients", "feed", "list", "acme", "daily"], 'clients feed list takes no FEED, got "daily"'],
  [["clients", "feed", "make", "acme", "daily", "--date", "now"], "--date takes a date of the form"],
  [["clients", "feed", "add", "acme", "daily", "--box", "1,2,3"], "--box takes west,south,east,north"],
  [["clients", "list", "acme"], 'clients list takes no ID, got "acme"'],
  [["clients", "end-key", "acme"], "KEY is missing: its id"],
  [["clients", "show", "acme", "x"], '"x" is one argument too many: clients show takes an ID'],
  [["rejects"], "list, show or edit is missing"],
  [["rejects", "frob"], 'rejects takes list, show or edit, got "frob"'],
  [["rejects", "show", "foo"], 'PREFIX must begin with rejected/, got "foo"'],
  [["rejects", "edit"], "PREFIX is missing"],
  [["clients", "withdraw", "acme"], "--date is missing: it is the business date of the rows"],
  [["clients", "withdraw", "acme", "--date", "x"], "--date takes a date of the form yyyy-MM-dd"],
  [["clients", "give-back", "acme"], "WITHDRAWAL is missing"],
  [["query"], "SELECT is missing"],
  [["query", "DROP TABLE x"], "Exactly one SELECT is run"],
  [["repair-object", "rows.csv", "foo"], "KEY must be like work/repaired/NAME.csv.gz"],
  [["env", "extra"], '"extra" is one argument too many: the command takes no argument'],
  [["aws"], "The command takes the arguments of the AWS CLI, got nothing"],
])("%j is refused in words", async ([name = "", ...words], text) => {
  expect(await refusal(name, words)).toContain(text);
});
