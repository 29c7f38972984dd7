import { constants } from "node:os";

/** The command was asked to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 plus the signal's number, as in shells. */
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`Stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Returns a signal that aborts at the first SIGINT or SIGTERM, so that the command can stop what it started;
 * a second one ends the process at once.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const interrupted = new Interrupted(signal);
      if (controller.signal.aborted) {
        process.exit(interrupted.exitCode);
      }
      controller.abort(interrupted);
    });
  }
  return controller.signal;
}
