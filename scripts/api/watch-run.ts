import { setTimeout as sleep } from "node:timers/promises";
import { type Run, runSchema, startedRunSchema } from "@ashiato/core/api/run-schemas";
import { bar } from "../terminal/bar.ts";
import { counted } from "../terminal/counted.ts";
import { type ApiAccess, askApi } from "./ask-api.ts";
import { askPatiently } from "./ask-patiently.ts";

const pollMilliseconds = 1_000;

type RunToStart = {
  date?: string | undefined;
  drain?: boolean;
  /** A client's feed to make of the date, and nothing else. */
  feed?: { client: string; feed: string };
  signal: AbortSignal;
};

/**
 * Starts the daily batch through the API and returns the run's name. Throws an Error with the API's own
 * message.
 */
export async function startRun(
  api: ApiAccess,
  { date, drain = true, feed, signal }: RunToStart,
): Promise<string> {
  const body = { date, ...(!drain && { drain }), feed };
  const { run } = await askApi(api, "/v1/runs", { method: "POST", body, schema: startedRunSchema, signal });
  return run;
}

/**
 * Waits for a run to end and returns it; calls `update` with the progress until then. The run goes on whether
 * it is watched or not: an API that does not answer is asked again, and the progress says so.
 */
export async function watchRun(
  api: ApiAccess,
  run: string,
  { update, signal }: { update: (text: string) => void; signal: AbortSignal },
): Promise<Run> {
  const began = performance.now();
  for (;;) {
    const state = await askPatiently(api, `/v1/runs/${run}`, {
      schema: runSchema,
      signal,
      onRetry: (reason) => update(`asking again: ${reason}`),
    });
    if (state.status !== "RUNNING") {
      return state;
    }
    update(progressText(state, (performance.now() - began) / 1000));
    await sleep(pollMilliseconds, undefined, { signal });
  }
}

/** Returns text such as `exports · 12 s · [####----] 3 of 40 objects · unload 2026-11-21 STARTED` */
function progressText({ phase, map, statements, run }: Run, seconds: number): string {
  const objects =
    map &&
    `${bar(map.done, map.total)} ${map.done} of ${counted(map.total, "object")}${map.failed > 0 ? `, ${map.failed} failed` : ""}`;
  const last = statements.at(-1);
  const statement = last && `${last.name.replace(`${run} `, "")} ${last.status}`;
  return [phase, `${Math.floor(seconds)} s`, objects, statement]
    .filter((part) => part !== undefined)
    .join(" · ");
}
