import { ServiceError } from "@ashiato/aws-json/service-error";

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html (Errors) */
export function validationError(message: string, cause?: unknown): ServiceError {
  return new ServiceError("ValidationException", message, { members: { Message: message }, cause });
}

export function resourceNotFound(message: string, resourceId: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message, {
    members: { Message: message, ResourceId: resourceId },
  });
}

export function activeStatementsExceeded(limit: number): ServiceError {
  const message = `Active statements exceeded the allowed quota (${limit}).`;
  return new ServiceError("ActiveStatementsExceededException", message, { members: { Message: message } });
}

export function activeSessionsExceeded(limit: number): ServiceError {
  const message = `Active sessions exceeded the allowed quota (${limit}).`;
  return new ServiceError("ActiveSessionsExceededException", message, { members: { Message: message } });
}

export function activeWaitingRequestsExceeded(limit: number): ServiceError {
  const message = `The statement has ${limit} requests with WaitTimeSeconds already.`;
  return new ServiceError("ActiveWaitingRequestsExceededException", message, {
    members: { Message: message },
  });
}
