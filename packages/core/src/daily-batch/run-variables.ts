import { jsonata } from "./jsonata.ts";
import type { RunOutputName } from "./output.ts";

/** The output of a run that succeeds: see `runOutputSchema`. */
export const succeeded: Record<RunOutputName, string> = {
  result: "succeeded",
  run: jsonata("$run"),
  date: jsonata("$date"),
  ledger: jsonata("$ledger"),
  exports: jsonata("$exports"),
  supplements: jsonata("$supplements"),
  unchanged: jsonata("$unchanged"),
  superseded: jsonata("$superseded"),
  left: jsonata("$left"),
  completeThrough: jsonata("$completeThrough"),
  feeds: jsonata("$feeds"),
};

/** What a run knows from its beginning; `feed` names the one that it is to make, and nothing else. */
export const begun = {
  run: jsonata("$states.input.run"),
  date: jsonata("$states.input.date"),
  round: 1,
  ledger: null,
  exports: [],
  supplements: [],
  unchanged: [],
  superseded: [],
  left: [],
  compacting: [],
  staged: [],
  pollsOften: false,
  completeThrough: null,
  dueFeeds: [],
  feeds: [],
};

/** The subject of the notification: says what people must not miss. */
export const subject = jsonata(
  "'Ashiato ' & ($feed = null ? 'exported ' : 'made a feed of ') & $date & " +
    "($count($feeds[result = 'failed']) > 0 ? '; failed feeds: ' & $count($feeds[result = 'failed']) : '')",
);
