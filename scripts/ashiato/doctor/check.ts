import { failureText } from "../../script-error.ts";

/** A finding of a check, and what to do if it is not as it should be. */
export type Finding = { green: true; saw: string } | { green: false; saw: string; todo: string };

/** A check of `doctor`. */
export type Check<Subject> = {
  /** Its name in the output, such as `schedules`. */
  name: string;
  /** Why the check does not apply to a local stage; absent if it does. */
  notLocal?: string;
  /** Returns at least one finding. Throws an Error if the check cannot be made. */
  look: (subject: Subject) => Promise<Finding[]>;
};

export type Outcome = { name: string } & (
  | { result: "green" | "red"; findings: Finding[] }
  /** The check was not made, with the reason. */
  | { result: "not-local"; reason: string }
);

export function green(saw: string): Finding {
  return { green: true, saw };
}

export function red(saw: string, todo: string): Finding {
  return { green: false, saw, todo };
}

/**
 * Makes a check and returns its result. A check that cannot be made is red, because what was not seen is not
 * known to be right.
 */
export async function runCheck<Subject extends { isLocal: boolean }>(
  check: Check<Subject>,
  subject: Subject,
): Promise<Outcome> {
  const { name, notLocal } = check;
  if (subject.isLocal && notLocal !== undefined) {
    return { name, result: "not-local", reason: notLocal };
  }
  try {
    return outcomeOf(name, await check.look(subject));
  } catch (error) {
    // The local stage's answer for a service that it does not have.
    if (subject.isLocal && error instanceof Error && error.name === "NotServedLocally") {
      return { name, result: "not-local", reason: error.message };
    }
    const todo = "check that the credentials are the stage's and may read this: docs/deploy.md";
    return outcomeOf(name, [red(`could not be looked at: ${failureText(error)}`, todo)]);
  }
}

function outcomeOf(name: string, findings: Finding[]): Outcome {
  const isGreen = findings.length > 0 && findings.every((each) => each.green);
  return { name, result: isGreen ? "green" : "red", findings };
}
