import jsonata, { type Expression } from "jsonata";

import type { Focus } from "./native-functions.ts";
import { callSource, timeSource } from "./states-functions.ts";

/**
 * A function of JSONata itself, called as the package calls it: `this` holds the time of the evaluation.
 */
type Native<Arguments extends unknown[], Result> = (
  this: { environment: { timestamp: Date } },
  ...values: Arguments
) => Result;

/** The package exposes its functions only as the result of an expression. */
const {
  fromMillis,
  toMillis,
}: {
  fromMillis: { implementation: Native<[millis: number, picture?: string, timezone?: string], string> };
  toMillis: { implementation: Native<[text?: string, picture?: string], number | undefined> };
} = await jsonata("{ 'fromMillis': $fromMillis, 'toMillis': $toMillis }").evaluate(undefined);

/**
 * Makes the functions of JSONata that read the machine's clock take the time from the evaluation's scope.
 * `$toMillis` completes a picture without a date by it. https://docs.jsonata.org/date-time-functions: "All
 * invocations of $now() within an evaluation of an expression will all return the same timestamp value"
 */
export function takeTimeFromScope(compiled: Expression): void {
  compiled.registerFunction(
    "millis",
    function millis(this: Focus) {
      return timeOf(this);
    },
    "<:n>",
  );
  compiled.registerFunction(
    "now",
    function now(this: Focus, picture?: string, timezone?: string) {
      const time = timeOf(this);
      return fromMillis.implementation.call(at(time), time, picture, timezone);
    },
    "<s?s?:s>",
  );
  compiled.registerFunction(
    "toMillis",
    function toMillisAt(this: Focus, text?: string, picture?: string) {
      return toMillis.implementation.call(at(timeOf(this)), text, picture);
    },
    "<s-s?:n>",
  );
}

function timeOf(focus: Focus): number {
  return Number(callSource(focus, timeSource));
}

function at(time: number) {
  return { environment: { timestamp: new Date(time) } };
}
