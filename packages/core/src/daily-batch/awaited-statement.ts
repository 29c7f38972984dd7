import { jsonata } from "./jsonata.ts";
import { waitToNextPoll } from "./poll-interval.ts";
import { retryStatement } from "./retries.ts";
import { type State, statementActions } from "./states.ts";

export type AwaitedStatement<Next extends string> = {
  /** Name of the first state, with which the other states' names begin. */
  name: string;
  /**
   * JSONata expression for the statement's text, or several that run one after the other, in a transaction.
   */
  sql: string | readonly string[];
  /**
   * JSONata expression for the statement's purpose, used in names, idempotency tokens and causes; unique
   * within a round of an execution.
   */
  subject: string;
  /** The state after success. */
  next: Next;
  /**
   * The state after a failure, whose input is that of the first state with `failure`: `Error` and `Cause`.
   * Without one, a failure ends the scope.
   */
  onFailure?: Next;
  /** A session that is there already: JSONata expression for its id. It ends with the statement. */
  inSession?: string;
  /** JSONata expression for the seconds for which the statement's session is kept after it. */
  keepAliveSeconds?: string;
  /** The state after a submission that fails, with the first state's input. Without one, see `onFailure`. */
  onRefusal?: Next;
  /** Variables to assign when the statement is submitted, besides its id. */
  assign?: Record<string, string>;
  workgroupName: string;
  database: string;
  secretArn: string;
  timeLimitSeconds: number;
  pollSeconds: number;
  /** JSONata condition for frequent polls: see `secondsToNextPoll`. */
  pollsOften: string;
};

type StatementSettings = Pick<
  AwaitedStatement<string>,
  "workgroupName" | "database" | "secretArn" | "timeLimitSeconds" | "pollSeconds" | "pollsOften"
>;

/**
 * Returns where a machine's statements run, how long, and how they are polled, from its names and limits.
 * Times in seconds. Without a condition for frequent polls there are none.
 */
export function statementSettings(
  warehouse: Pick<AwaitedStatement<string>, "workgroupName" | "database" | "secretArn">,
  limits: { statementTimeLimitSeconds: number; statementPollSeconds: number },
  pollsOften = "false",
): StatementSettings {
  const { workgroupName, database, secretArn } = warehouse;
  return {
    workgroupName,
    database,
    secretArn,
    timeLimitSeconds: limits.statementTimeLimitSeconds,
    pollSeconds: limits.statementPollSeconds,
    pollsOften,
  };
}

const redshiftData = "arn:aws:states:::aws-sdk:redshiftdata";

/**
 * Returns the states that run a statement, or a batch of them, through the Redshift Data API and wait for its
 * end: submit, wait, describe, choose. The Data API has no `.sync` integration, and a failed statement raises
 * no error: only its status shows the failure. Handles every terminal status, and cancels a statement over
 * its time limit.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html
 *
 * The statement's id stays in a variable named after the states, such as `$unloadId` for `Unload`. The first
 * state's input passes unchanged to `next`.
 */
export function awaitedStatement<Next extends string>(
  statement: AwaitedStatement<Next>,
): Record<string, State<string>> {
  const { name, subject, next, sql } = statement;
  const id = `${name.charAt(0).toLowerCase()}${name.slice(1)}Id`;
  const named = `${subject} & ' (statement ' & $${id} & ')'`;
  const fail = failing(statement.onFailure);
  const caught = catching(statement.onFailure);
  return {
    [name]: {
      Type: "Task",
      Resource: `${redshiftData}:${typeof sql === "string" ? statementActions.submit : statementActions.submitBatch}`,
      Arguments: {
        ...connectionOf(statement),
        ...(typeof sql === "string" ? { Sql: jsonata(sql) } : { Sqls: sql.map(jsonata) }),
        StatementName: jsonata(`$run & ' ' & ${subject}`),
        // A retried submit finds its first statement; a redrive or another round, which repeats the state on
        // purpose, does not.
        ClientToken: jsonata(
          `$hash($states.context.Execution.Id & '/' & ${subject} & '/' & $string($round) & '/' & $string($states.context.Execution.RedriveCount), 'SHA-256')`,
        ),
      },
      Assign: {
        [id]: jsonata("$states.result.Id"),
        submittedAt: jsonata("$millis()"),
        ...statement.assign,
      },
      Output: jsonata("$states.input"),
      Retry: retryStatement,
      ...(statement.onRefusal === undefined ? caught : passingOn(statement.onRefusal)),
      Next: `${name}Wait`,
    },
    [`${name}Wait`]: {
      Type: "Wait",
      Seconds: waitToNextPoll("$submittedAt", statement.pollSeconds, statement.pollsOften),
      Next: `${name}Describe`,
    },
    [`${name}Describe`]: {
      Type: "Task",
      Resource: `${redshiftData}:${statementActions.describe}`,
      Arguments: { Id: jsonata(`$${id}`) },
      Assign: {
        statementStatus: jsonata("$states.result.Status"),
        statementError: jsonata("$exists($states.result.Error) ? $states.result.Error : 'no error text'"),
      },
      Output: jsonata("$states.input"),
      Retry: retryStatement,
      ...caught,
      Next: `${name}Status`,
    },
    [`${name}Status`]: {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$statementStatus = 'FINISHED'"), Next: next },
        { Condition: jsonata("$statementStatus in ['FAILED', 'ABORTED']"), Next: `${name}Failed` },
        {
          Condition: jsonata(`$millis() - $submittedAt > ${statement.timeLimitSeconds * 1000}`),
          Next: `${name}Cancel`,
        },
        { Condition: jsonata("$statementStatus in ['SUBMITTED', 'PICKED', 'STARTED']"), Next: `${name}Wait` },
      ],
      Default: `${name}Failed`,
    },
    [`${name}Failed`]: fail(
      "StatementFailed",
      `${named} & ' ended ' & $statementStatus & ': ' & $statementError`,
    ),
    [`${name}Cancel`]: {
      Type: "Task",
      Resource: `${redshiftData}:cancelStatement`,
      Arguments: { Id: jsonata(`$${id}`) },
      Output: jsonata("$states.input"),
      Retry: retryStatement,
      // It may have ended by itself in the meantime; the failure below names it nevertheless.
      Catch: [
        {
          ErrorEquals: ["States.TaskFailed"],
          Output: jsonata("$states.input"),
          Next: `${name}TimedOut`,
        },
      ],
      Next: `${name}TimedOut`,
    },
    [`${name}TimedOut`]: fail(
      "StatementTimedOut",
      `${named} & ' was cancelled: it took longer than ${statement.timeLimitSeconds} seconds'`,
    ),
  };
}

/**
 * Returns where a statement runs. A session has the workgroup, the database and the user of its first one.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling-considerations-session-reuse.html
 */
function connectionOf(statement: AwaitedStatement<string>): Record<string, unknown> {
  const { inSession, keepAliveSeconds, workgroupName, database, secretArn } = statement;
  return inSession === undefined
    ? {
        WorkgroupName: workgroupName,
        Database: database,
        SecretArn: secretArn,
        ...(keepAliveSeconds !== undefined && { SessionKeepAliveSeconds: jsonata(keepAliveSeconds) }),
      }
    : { SessionId: jsonata(inSession), SessionKeepAliveSeconds: 1 };
}

/** Returns the catcher of a state that another one stands in for, with the same input. */
function passingOn<Next extends string>(next: Next): Pick<State<Next>, "Catch"> {
  return { Catch: [{ ErrorEquals: ["States.ALL"], Output: jsonata("$states.input"), Next: next }] };
}

/**
 * Returns what makes the state that ends a failed statement, from an error and an expression of its cause.
 */
function failing(next: string | undefined) {
  return (error: string, cause: string): State<string> =>
    next === undefined
      ? { Type: "Fail", Error: error, Cause: jsonata(cause) }
      : {
          Type: "Pass",
          Output: jsonata(`$merge([$states.input, {'failure': {'Error': '${error}', 'Cause': ${cause}}}])`),
          Next: next,
        };
}

/** Returns the catcher of a state whose failure another one is to report, in the same form. */
export function catching<Next extends string>(next: Next | undefined): Pick<State<Next>, "Catch"> {
  return next === undefined
    ? {}
    : {
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: jsonata("$merge([$states.input, {'failure': $states.errorOutput}])"),
            Next: next,
          },
        ],
      };
}
