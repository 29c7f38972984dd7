import { jsonata } from "./jsonata.ts";

/** Returns the condition that the previous state returned this result. */
export function resultIs(result: string): string {
  return jsonata(`$states.input.result = '${result}'`);
}

/** Returns the fields of a state that invokes a function and outputs its answer; the caller adds retries. */
export function functionTask(functionArn: string, payload: object) {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: functionArn, Payload: payload },
    Output: jsonata("$states.result.Payload"),
  };
}

/** What a state that catches an error assigns for those that report it: `$failure.Error` and `.Cause`. */
export const assignFailure = {
  failure: {
    Error: jsonata("$states.errorOutput.Error"),
    // An error may have no cause, and reading a missing one would raise another error instead.
    Cause: jsonata(
      "$exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : 'Step Functions gave no cause'",
    ),
  },
};
