/** What to do about the errors of AWS that users of this project meet, by the error's name. */
const advice: readonly [RegExp, string][] = [
  [
    /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch)$/,
    "sign in to AWS again, for example by aws sso login; a local stage has a new key after it was started with --fresh",
  ],
  [
    /^AccessDenied(?:Exception)?$/,
    "these AWS credentials may not do this: check that they are for the stage's account, by aws sts get-caller-identity",
  ],
  [
    /^(?:NoSuchBucket|ResourceNotFoundException|StateMachineDoesNotExist|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)$/,
    "the stage was probably removed or deployed anew: npx sst deploy --stage NAME writes .sst/outputs.json again",
  ],
  [
    /^(?:Throttling|ThrottlingException|TooManyRequestsException|SlowDown|RequestLimitExceeded)$/,
    "try again in a minute",
  ],
];

/**
 * Describes an error of an AWS client in plain words: what was refused, why, and what to do. Returns
 * undefined for any other error.
 */
export function serviceFailureText(error: Error): string | undefined {
  if (error.name === "CredentialsProviderError") {
    return "No AWS credentials were found: sign in, for example by aws sso login, or set AWS_PROFILE";
  }
  if (error.message === "Region is missing") {
    return "No AWS region is set: set AWS_REGION to the stage's, such as ap-northeast-1";
  }
  if (error.name === "TimeoutError") {
    return "No answer came in time: look at npm run ashiato -- status, and try again";
  }
  if (!("$metadata" in error) || !("$fault" in error)) {
    return undefined;
  }
  const what = error.$fault === "server" ? "AWS failed" : "AWS refused the request";
  // An answer without a body, as to HEAD, has no message of its own.
  const isBare = ["", error.name, "UnknownError"].includes(error.message);
  const why = isBare ? bareText(error.$metadata) : `: ${error.message.replace(/\.$/, "")}`;
  const [, toDo] = advice.find(([names]) => names.test(error.name)) ?? [];
  return `${what}: ${error.name}${why}${toDo === undefined ? "" : `. What to do: ${toDo}`}`;
}

function bareText(metadata: unknown): string {
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === "number" ? ` (HTTP ${status}, without a reason)` : "";
}
