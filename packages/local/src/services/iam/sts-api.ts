import { ServiceError } from "@ashiato/aws-json/service-error";
import type { QueryService } from "../../http/serve-aws-query.ts";
import { type Access, sessionSeconds } from "../access.ts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const minDurationSeconds = 900;
const sessionName = /^[\w+=,.@-]{2,64}$/;

/**
 * Says who calls, which needs no permission, and lets a caller assume a role that trusts it, for an hour at
 * most: no declared role has a longer maximum.
 */
export function stsApi(access: Access): QueryService {
  return {
    version: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    actions: {
      GetCallerIdentity: async (caller) => {
        if (caller.kind === "service") {
          throw new Error(`${caller.service} has no credentials to call with`);
        }
        return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
      },
      AssumeRole: async (principal, parameters) => {
        const name = parameters("RoleSessionName");
        const durationSeconds = Number(parameters("DurationSeconds", String(sessionSeconds)));
        if (!sessionName.test(name)) {
          throw new ServiceError(
            "ValidationError",
            `RoleSessionName ${name} must match ${sessionName.source}`,
          );
        }
        if (!(durationSeconds >= minDurationSeconds && durationSeconds <= sessionSeconds)) {
          throw new ServiceError(
            "ValidationError",
            `DurationSeconds must be from ${minDurationSeconds} to ${sessionSeconds}, got ${durationSeconds}`,
          );
        }
        const session = access.assumeRoleBy(parameters("RoleArn"), {
          principal,
          sessionName: name,
          durationSeconds,
        });
        const { accessKeyId, secretAccessKey, sessionToken, expiration } = session.credentials;
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: expiration,
          },
          AssumedRoleUser: { AssumedRoleId: session.principal.userId, Arn: session.principal.arn },
        };
      },
    },
  };
}
