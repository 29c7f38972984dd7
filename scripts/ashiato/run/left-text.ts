import { counted } from "../../terminal/counted.ts";

/** Returns a line about the dates left to the next run; none if there are no such dates. */
export function leftText([first, ...others]: readonly string[]): string[] {
  return first === undefined
    ? []
    : [
        `${counted(others.length + 1, "date waits", "dates wait")} for the next run, the first ${first}: a run exports only so many`,
      ];
}
