import { isClientId } from "@ashiato/core/client-id";
import { assumedBy } from "./assumed-by.ts";
import { retention, sftpSettings, type SftpUser } from "./settings.ts";
import { inbox } from "./storage.ts";

const minNameLength = 3;

const users = Object.entries(sftpSettings.users);

/** Where users connect, such as `sftp://s-0123456789abcdef0.server.transfer.ap-northeast-1.amazonaws.com`. */
export const sftpUrl = users.length === 0 ? undefined : declareServer();

function declareServer(): $util.Output<string> {
  const name = `${$app.name}-${$app.stage}-Sftp`;
  const logGroup = new aws.cloudwatch.LogGroup("SftpLogs", {
    name: `/aws/vendedlogs/transfer/${name}`,
    retentionInDays: retention.logsDays,
  });
  const server = new aws.transfer.Server("Sftp", {
    domain: "S3",
    protocols: ["SFTP"],
    endpointType: "PUBLIC",
    identityProviderType: "SERVICE_MANAGED",
    // Post-quantum key exchange, without the algorithms that OpenSSH has given up.
    securityPolicyName: "TransferSecurityPolicy-2025-03",
    // WinSCP and `put -p` set times and modes after an upload, which S3 does not keep.
    protocolDetails: { setStatOption: "ENABLE_NO_OP" },
    // Structured logs need no role: https://docs.aws.amazon.com/transfer/latest/userguide/structured-logging.html
    structuredLogDestinations: [$interpolate`${logGroup.arn}:*`],
  });
  for (const [userName, user] of users) {
    declareUser(server.id, userName, user);
  }
  return $interpolate`sftp://${server.endpoint}`;
}

function declareUser(
  serverId: $util.Output<string>,
  userName: string,
  { client, publicKeys }: SftpUser,
): void {
  if (!isClientId(userName) || userName.length < minNameLength) {
    throw new Error(
      `sftpSettings: the name ${JSON.stringify(userName)} is not of ${minNameLength} to 32 lower-case letters, digits and single hyphens`,
    );
  }
  if (!isClientId(client)) {
    throw new Error(`sftpSettings: ${JSON.stringify(client)}, of the user ${userName}, is no client's id`);
  }
  const logical = `Sftp-${userName}`;
  const user = new aws.transfer.User(logical, {
    serverId,
    userName,
    role: userRole(logical, client).arn,
    homeDirectoryType: "LOGICAL",
    homeDirectoryMappings: [{ entry: "/", target: $interpolate`/${inbox.name}/${client}` }],
  });
  for (const [index, body] of publicKeys.entries()) {
    new aws.transfer.SshKey(`${logical}-Key${index + 1}`, { serverId, userName: user.userName, body });
  }
}

/** Reaches the client's folder, also if the mapping of the user were wrong. */
function userRole(logical: string, client: string): aws.iam.Role {
  return new aws.iam.Role(`${logical}-Role`, {
    assumeRolePolicy: assumedBy("transfer.amazonaws.com"),
    inlinePolicies: [
      {
        name: "folder",
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["s3:ListBucket"],
              resources: [inbox.arn],
              conditions: [{ test: "StringLike", variable: "s3:prefix", values: [client, `${client}/*`] }],
            },
            {
              // A file is renamed by a copy, and one that was cut off leaves no parts.
              actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
              resources: [$interpolate`${inbox.arn}/${client}/*`],
            },
          ],
        }).json,
      },
    ],
  });
}
