import { ServiceError } from "@ashiato/aws-json/service-error";
import { LocalError } from "../local-error.ts";
import type { Access } from "./access.ts";

/** A role that an AWS service assumes for a declared resource. */
export type TrustedRole = {
  /** `Function Store` */
  what: string;
  roleArn: string;
  service: string;
  sourceArn: string;
};

/**
 * Throws LocalError UNSUPPORTED for a role that is not declared or does not trust the service: AWS would
 * refuse to create the resource.
 */
export function checkTrust(access: Access, { what, roleArn, service, sourceArn }: TrustedRole): void {
  try {
    access.assumeRole(roleArn, { service, sessionName: "deployment", sourceArn });
  } catch (cause) {
    if (!(cause instanceof ServiceError)) {
      throw cause;
    }
    const reason = access.role(roleArn) ? `does not let ${service} assume it` : "is not declared";
    throw new LocalError("UNSUPPORTED", `${what}: the role ${roleArn} ${reason}`, { cause });
  }
}
