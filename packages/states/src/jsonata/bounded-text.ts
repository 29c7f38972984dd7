import type { Expression } from "jsonata";

/** Far above any payload (256 KiB), far below what a text doubled in a loop would take. */
const MAX_TEXT_LENGTH = 4_000_000;

/** The package's hook after each node of an expression; its type of `assign` knows names alone, not symbols. */
const EVALUATE_EXIT = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

/** Makes a compiled expression fail as soon as any part of it gives a longer text than an evaluation may hold. */
export function boundTexts(compiled: Expression): void {
  compiled.assign(EVALUATE_EXIT, (...[, , , result]: unknown[]) => {
    if (typeof result === "string" && result.length > MAX_TEXT_LENGTH) {
      throw new RangeError(
        `A text has ${result.length} characters, more than the limit of ${MAX_TEXT_LENGTH}`,
      );
    }
  });
}
