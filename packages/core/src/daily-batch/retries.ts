import { finalErrors } from "./function-errors.ts";

/** For transient failures: half a minute in all. */
const again = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 2,
  JitterStrategy: "FULL",
};

/** For SNS, whose errors are not distinguished. */
export const retryService = [again];

/**
 * For a function that a state machine calls. It may run again after any failure that it did not raise on
 * purpose, including a killed process. A throttled invocation waits about five minutes, at most ten, for the
 * account's concurrency, which is 10 executions in a new account.
 * @param final the errors that the function raises on purpose
 */
export function retryUnless(final: readonly string[]) {
  return [
    { ErrorEquals: final, MaxAttempts: 0 },
    {
      ErrorEquals: ["Lambda.TooManyRequestsException"],
      IntervalSeconds: 5,
      MaxAttempts: 12,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      JitterStrategy: "FULL",
    },
    again,
  ];
}

/** For a function of the batch. */
export const retryFunction = retryUnless(finalErrors);

/**
 * For a call of the Data API. Every call may be repeated: a submit has a token. Retries all errors but those
 * that the same request would raise again. Errors that the API does not model, such as throttling or a
 * refusal, arrive as `RedshiftData.RedshiftDataException`, and network errors as
 * `RedshiftData.SdkClientException`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export const retryStatement = [
  {
    ErrorEquals: [
      "RedshiftData.ValidationException",
      "RedshiftData.ResourceNotFoundException",
      "RedshiftData.AccessDeniedException",
    ],
    MaxAttempts: 0,
  },
  {
    ErrorEquals: ["States.ALL"],
    IntervalSeconds: 5,
    MaxAttempts: 8,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
];
