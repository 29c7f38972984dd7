import { finalErrors } from "./function-errors.ts";

/** After any passing failure: half a minute in all. */
const again = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 2,
  JitterStrategy: "FULL",
};

/** For a call of a service whose errors are not told apart: SNS. */
export const retryService = [again];

/**
 * For a function that a state machine calls. It may run again after any failure that it did not raise on
 * purpose, a killed process included. A throttled invocation waits for what uses the account's concurrency,
 * in a new account 10 executions: about five minutes, ten at most.
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
 * For a call of the Data API, each of which may be repeated: a submit has a token. All errors but those which
 * the same request meets again may pass. Those that the API does not model, throttling and a refusal among
 * them, arrive as `RedshiftData.RedshiftDataException`, and a network's as `RedshiftData.SdkClientException`.
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
