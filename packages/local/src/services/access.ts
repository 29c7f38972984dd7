import { ServiceError } from "@ashiato/aws-json/service-error";
import type { CompiledPolicy } from "@ashiato/iam/compiled-policy";
import { type ApplicablePolicies, type Decision, denialMessage, evaluate } from "@ashiato/iam/evaluate";
import type { AccessRequest, Principal } from "@ashiato/iam/request";
import {
  type FindAccessKey,
  type SessionCredentials,
  sessionCredentials,
  sessionOfToken,
} from "../http/access-key.ts";
import type { Credentials } from "../http/signature-version-4.ts";

/** A declared role, with compiled policies. */
export type Role = {
  arn: string;
  name: string;
  /** `AROA…`, with which the user ids of its sessions begin. */
  uniqueId: string;
  identity: CompiledPolicy;
  trust: CompiledPolicy;
};

/** The policy of a bucket, queue, topic, function or key. */
export type ResourcePolicy = Pick<ApplicablePolicies, "resource" | "resourceRule">;

/** A session of a role, and the credentials with which it signs. */
export type Session = { principal: Principal & { kind: "session" }; credentials: SessionCredentials };

export type Assumption = {
  /** Who assumes the role: `lambda.amazonaws.com`. */
  service: string;
  sessionName: string;
  /** The resource for which the service assumes it. */
  sourceArn: string;
  /** Defaults to an hour. */
  durationSeconds?: number;
};

/** A role that a caller assumes through STS. */
export type AssumptionBy = { principal: Principal; sessionName: string; durationSeconds: number };

export type AccessOptions = {
  /** The stage's own key, which allows everything. */
  credentials: Credentials;
  accountId: string;
  /** The current time for the end of sessions, in milliseconds since 1970; defaults to the machine's. */
  now?: () => number;
  /** Called with every decision on a session's or a service's request. */
  onDecision?: ((request: AccessRequest, decision: Decision) => void) | undefined;
};

const noPolicy: ResourcePolicy = { resource: [], resourceRule: "may" };

/** Session names: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const maxSessionNameLength = 64;

/** The default duration of a session; from the same page. */
export const sessionSeconds = 3_600;

/** Sessions that are kept in memory. */
const maxSessions = 1_000;

/** The keys that identify callers of the stage, and what the declared policies allow them. */
export class Access {
  readonly #options: AccessOptions;
  readonly #roles = new Map<string, Role>();
  readonly #resourcePolicies = new Map<string, ResourcePolicy>();
  /** By their tokens; working one out takes several hashes, and it comes with every request of a function. */
  readonly #sessions = new Map<string, Session>();

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  get accountId(): string {
    return this.#options.accountId;
  }

  /** The stage's own key as a principal. */
  get operator(): Principal {
    const { accountId } = this.#options;
    return { kind: "account", accountId, arn: `arn:aws:iam::${accountId}:user/local`, userId: "local" };
  }

  /** Puts a role into force, and replaces one of the same name. */
  declareRole(role: Role): void {
    this.#roles.set(role.name, role);
    this.#sessions.clear();
  }

  /** Returns a role by its ARN, if the program declares it. */
  role(arn: string): Role | undefined {
    return this.#roles.get(arn.slice(arn.lastIndexOf("/") + 1));
  }

  /** Puts a resource's policy into force, by the ARN of the bucket, queue, topic, function or key. */
  declareResourcePolicy(arn: string, policy: ResourcePolicy): void {
    this.#resourcePolicies.set(arn, policy);
  }

  /** Finds the stage's own key, and those of sessions of the roles that it declares. */
  readonly findKey: FindAccessKey = ({ accessKeyId, sessionToken }) => {
    const { credentials } = this.#options;
    if (accessKeyId === credentials.accessKeyId) {
      return sessionToken === undefined ? { principal: this.operator, credentials } : "wrong-token";
    }
    if (sessionToken === undefined) {
      return "unknown-key";
    }
    const session = this.#sessionOfToken(sessionToken);
    if (session?.credentials.accessKeyId !== accessKeyId) {
      return "wrong-token";
    }
    return session.credentials.expiration.getTime() > this.#now() ? session : "expired-token";
  };

  /**
   * Returns a session of a role that a service of AWS assumes, if the role trusts the service. Throws
   * ServiceError AccessDenied.
   */
  assumeRole(roleArn: string, assumption: Assumption): Session {
    const { service, sessionName, sourceArn, durationSeconds = sessionSeconds } = assumption;
    const role = this.#trusting(roleArn, {
      principal: { kind: "service", service },
      context: { "aws:sourcearn": sourceArn, "aws:sourceaccount": this.accountId },
    });
    const ends = this.#now() + durationSeconds * 1_000;
    return this.#session(role, { sessionName: sessionName.slice(0, maxSessionNameLength), ends });
  }

  /**
   * Returns a session of a role that a caller of STS assumes, if the role trusts the caller. Throws
   * ServiceError AccessDenied.
   */
  assumeRoleBy(roleArn: string, { principal, sessionName, durationSeconds }: AssumptionBy): Session {
    const role = this.#trusting(roleArn, { principal, context: {} });
    return this.#session(role, { sessionName, ends: this.#now() + durationSeconds * 1_000 });
  }

  /** Returns whether the declared policies allow an action to a principal. */
  decide(request: AccessRequest): Decision {
    const { principal } = request;
    if (principal.kind === "account") {
      return { allowed: true, by: [] };
    }
    const role = principal.kind === "session" ? this.#roles.get(principal.roleName) : undefined;
    const policies = { identity: role?.identity ?? [], ...this.#policyOf(request.resource) };
    return this.#noted(request, evaluate(request, policies));
  }

  /** Throws ServiceError AccessDeniedException, in AWS's words, if no declared policy allows the action. */
  authorize(request: AccessRequest, { statusCode = 400 } = {}): void {
    const decision = this.decide(request);
    if (!decision.allowed) {
      throw new ServiceError("AccessDeniedException", denialMessage(request, decision.denial), {
        statusCode,
      });
    }
  }

  /** Returns the role, if it is declared and its trust policy lets the principal assume it. */
  #trusting(roleArn: string, asked: Pick<AccessRequest, "principal" | "context">): Role {
    const role = this.role(roleArn);
    const request: AccessRequest = { ...asked, action: "sts:AssumeRole", resource: roleArn };
    const caller = asked.principal.kind === "session" ? this.#roles.get(asked.principal.roleName) : undefined;
    const policies: ApplicablePolicies = {
      identity: caller?.identity ?? [],
      resource: role?.trust ?? [],
      // A role that trusts the account leaves it to the caller's own policies, which let the operator.
      resourceRule: asked.principal.kind === "session" ? "must" : "alone",
    };
    const decision = this.#noted(request, evaluate(request, policies));
    if (!role || !decision.allowed) {
      const who =
        asked.principal.kind === "service" ? asked.principal.service : `User: ${asked.principal.arn}`;
      throw new ServiceError(
        "AccessDenied",
        `${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        { statusCode: 403 },
      );
    }
    return role;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Returns undefined for a token that this stage did not make, or whose role it does not declare. */
  #sessionOfToken(sessionToken: string): Session | undefined {
    const known = this.#sessions.get(sessionToken);
    if (known) {
      return known;
    }
    const named = sessionOfToken(sessionToken, this.#options.credentials.secretAccessKey);
    const role = named && this.#roles.get(named.roleName);
    if (!role) {
      return undefined;
    }
    if (this.#sessions.size === maxSessions) {
      this.#sessions.clear();
    }
    const session = this.#session(role, named);
    this.#sessions.set(sessionToken, session);
    return session;
  }

  #session(role: Role, { sessionName, ends }: { sessionName: string; ends: number }): Session {
    const { accountId, credentials } = this.#options;
    return {
      principal: {
        kind: "session",
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
        userId: `${role.uniqueId}:${sessionName}`,
        roleArn: role.arn,
        roleName: role.name,
      },
      credentials: sessionCredentials(
        { roleName: role.name, sessionName, ends },
        credentials.secretAccessKey,
      ),
    };
  }

  /** An object has the policy of its bucket. */
  #policyOf(resource: string): ResourcePolicy {
    const holder = resource.startsWith("arn:aws:s3:::") ? (resource.split("/")[0] ?? "") : resource;
    return this.#resourcePolicies.get(holder) ?? noPolicy;
  }

  #noted(request: AccessRequest, decision: Decision): Decision {
    this.#options.onDecision?.(request, decision);
    return decision;
  }
}
