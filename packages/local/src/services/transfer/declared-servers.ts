import ssh2, { type ParsedKey } from "ssh2";
import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import type { DeclaredResources } from "../declared.ts";
import { type HomeDirectory, readTarget } from "./home-directory.ts";

export type UserPlan = {
  name: string;
  arn: string;
  roleArn: string;
  home: HomeDirectory;
  keys: ParsedKey[];
};

export type ServerPlan = {
  /** The logical name in the program. */
  component: string;
  id: string;
  arn: string;
  /** The groups that get the structured logs. */
  logGroups: string[];
  /** SETSTAT succeeds and does nothing; otherwise it is refused, because S3 keeps no such attributes. */
  ignoresSetStat: boolean;
  users: UserPlan[];
};

function absent(what: string): z.ZodOptional<z.ZodUndefined> {
  return z.undefined(`${what} not served`).optional();
}

const server = z.looseObject({
  arn: z.string(),
  domain: z.literal("S3", "EFS is not served").default("S3"),
  protocols: z.array(z.literal("SFTP", "SFTP alone is served")).default(["SFTP"]),
  identityProviderType: z
    .literal("SERVICE_MANAGED", "only the users of the service itself are served")
    .default("SERVICE_MANAGED"),
  endpointType: z.enum(["PUBLIC", "VPC"]).default("PUBLIC"),
  hostKey: absent("host keys of the program are"),
  preAuthenticationLoginBanner: absent("banners are"),
  postAuthenticationLoginBanner: absent("banners are"),
  workflowDetails: absent("workflows are"),
  structuredLogDestinations: z.array(z.string()).default([]),
  protocolDetails: z
    .looseObject({ setStatOption: z.enum(["DEFAULT", "ENABLE_NO_OP"]).default("DEFAULT") })
    .default({ setStatOption: "DEFAULT" }),
});

const user = z.looseObject({
  serverId: z.string(),
  userName: z.string(),
  arn: z.string(),
  role: z.string(),
  homeDirectoryType: z.literal("LOGICAL", "only logical home directories are served"),
  homeDirectoryMappings: z.tuple(
    [
      z.looseObject({
        entry: z.literal("/", "only / can be mapped"),
        target: z.string().startsWith("/"),
        type: z.literal("DIRECTORY", "a mapping of a file is not served").optional(),
      }),
    ],
    "exactly one mapping is served",
  ),
  policy: absent("session policies are"),
  posixProfile: absent("EFS is"),
});

const sshKey = z.looseObject({ serverId: z.string(), userName: z.string(), body: z.string() });

/**
 * Returns the declared servers with their users and the users' keys.
 *
 * Throws LocalError UNSUPPORTED for what is not served, and for a text that is no public key.
 */
export function readServers(declared: DeclaredResources): ServerPlan[] {
  const users = declared.ofType("aws:transfer/user:User", user).map(({ state }) => state);
  const keys = declared.ofType("aws:transfer/sshKey:SshKey", sshKey).map(({ name, state }) => ({
    ...state,
    key: publicKey(name, state.body),
  }));
  return declared.ofType("aws:transfer/server:Server", server).map(({ name, id, state }) => ({
    component: name,
    id,
    arn: state.arn,
    logGroups: state.structuredLogDestinations.map(groupOfArn),
    ignoresSetStat: state.protocolDetails.setStatOption === "ENABLE_NO_OP",
    users: users
      .filter(({ serverId }) => serverId === id)
      .map(({ userName, arn, role: roleArn, homeDirectoryMappings: [{ target }] }) => ({
        name: userName,
        arn,
        roleArn,
        home: readTarget(target),
        keys: keys.filter((each) => each.serverId === id && each.userName === userName).map(({ key }) => key),
      })),
  }));
}

function publicKey(name: string, body: string): ParsedKey {
  const key = ssh2.utils.parseKey(body);
  if (key instanceof Error || key.isPrivateKey()) {
    throw new LocalError("UNSUPPORTED", `SSH key ${name} is no public key of OpenSSH: ${shown(body)}`);
  }
  return key;
}

/** A private key that was pasted by mistake belongs in no message. */
function shown(body: string): string {
  return `${JSON.stringify(body.slice(0, 16))} and ${Math.max(body.length - 16, 0)} more characters`;
}

/** `arn:aws:logs:<region>:<account>:log-group:<name>:*` */
function groupOfArn(destination: string): string {
  return destination.split(":")[6] ?? destination;
}
