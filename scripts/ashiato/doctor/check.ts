import { failureText } from "../../script-error.ts";

/** One thing that a check saw, and what to do about it when it is not as it should be. */
export type Finding = { green: true; saw: string } | { green: false; saw: string; todo: string };

/** One thing that `doctor` looks at. */
export type Check<Subject> = {
  /** `schedules`: what it is called in the output. */
  name: string;
  /** Why a local stage has nothing to look at; absent: it has. */
  notLocal?: string;
  /** Returns at least one finding. Throws an Error when it cannot look. */
  look: (subject: Subject) => Promise<Finding[]>;
};

export type Outcome = { name: string } & (
  | { result: "green" | "red"; findings: Finding[] }
  /** Nothing was looked at, for the reason. */
  | { result: "not-local"; reason: string }
);

export function green(saw: string): Finding {
  return { green: true, saw };
}

export function red(saw: string, todo: string): Finding {
  return { green: false, saw, todo };
}

/**
 * Makes a check and returns what came of it. A check that cannot look is red: what was not seen is not known
 * to be right.
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
    // As the local stage answers for a service that it does not have.
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
