import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SessionCredentials } from "../../http/access-key.ts";
import type { ResourceRequest } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import { checkTrust } from "../check-trust.ts";
import type { LocalService, Start } from "../service.ts";
import { readServers, type ServerPlan, type UserPlan } from "./declared-servers.ts";
import type { WriteActivity } from "./activity.ts";
import { readHostKey } from "./host-key.ts";
import { listenForSftp, type SftpListener } from "./ssh-server.ts";

const service = "transfer.amazonaws.com";

type Needs = {
  /** Returns the S3 client of whoever has the credentials. */
  s3As: (credentials: () => Promise<SessionCredentials>) => S3Client;
  /** Takes the line of an activity for a stream of a log group. */
  writeLog: (place: { group: string; stream: string }, message: string) => void;
};

type TransferDoor = {
  /** Returns the address of a declared server, which gets its port when it is first asked for. */
  address: (name: string) => Promise<string>;
  serve: (server: ServerPlan, needs: Needs) => Promise<void>;
};

/** Transfer Family: SFTP servers whose users reach their folders of a bucket, each by a role. */
export const transfer: LocalService<"transfer", ServerPlan[], TransferDoor, Needs, undefined, object> = {
  name: "transfer",
  kinds: {
    "aws:transfer/server:Server": {
      state: async (request, aws) => {
        const id = serverId(request);
        return {
          id,
          // On AWS it is a name, whose port is 22.
          state: {
            arn: arn(aws, "transfer", `server/${id}`),
            endpoint: new URL(await aws.address(request)).host,
          },
        };
      },
    },
    "aws:transfer/user:User": {
      state: ({ inputs }, aws) => {
        const id = `${String(inputs["serverId"])}/${String(inputs["userName"])}`;
        return { id, state: { arn: arn(aws, "transfer", `user/${id}`) } };
      },
    },
    "aws:transfer/sshKey:SshKey": {
      state: ({ name, inputs }) => ({
        id: `${String(inputs["serverId"])}/${String(inputs["userName"])}/${hexId("key", name)}`,
        state: {},
      }),
    },
  },
  open: openTransfer,
  address: (door, { name }) => door.address(name),
  endpoints: () => ({}),
  plan: readServers,
  serve: async ({ door, plan, needs }) => {
    for (const server of plan) {
      await door.serve(server, needs);
    }
    return undefined;
  },
};

/** Until a server is served, it knows no user. */
async function openTransfer(start: Start): Promise<TransferDoor> {
  const listeners = new Map<string, Promise<SftpListener>>();
  const listener = (name: string): Promise<SftpListener> => {
    const opened = listeners.get(name) ?? openListener(start, listeners.size === 0);
    listeners.set(name, opened);
    return opened;
  };
  return {
    address: async (name) => `sftp://127.0.0.1:${(await listener(name)).port}`,
    serve: async (server, needs) => {
      const { serve, close } = await listener(server.component);
      // Ahead of the S3 clients, by which uploads that were cut off are abandoned.
      start.started.defer(close);
      const users = server.users.map((user) => [user.name, servedUser(start, user, needs)] as const);
      serve({
        users: new Map(users),
        ignoresSetStat: server.ignoresSetStat,
        writeActivity: activityWriter(server, needs),
        onFault: start.onFault,
      });
    },
  };
}

async function openListener({ directory, ports, started }: Start, isFirst: boolean): Promise<SftpListener> {
  const hostKey = await readHostKey(directory);
  const listener = await listenForSftp({ hostKey, port: (isFirst ? ports.sftp : undefined) ?? 0 });
  started.defer(listener.close);
  return listener;
}

function servedUser({ access }: Start, user: UserPlan, { s3As }: Needs) {
  const { name, arn: sourceArn, roleArn, home, keys } = user;
  checkTrust(access, { what: `Transfer user ${name}`, roleArn, service, sourceArn });
  const assume = async (): Promise<SessionCredentials> =>
    access.assumeRole(roleArn, { service, sessionName: name, sourceArn }).credentials;
  return { keys, home, s3: s3As(assume) };
}

function activityWriter({ arn: resourceArn, logGroups }: ServerPlan, { writeLog }: Needs): WriteActivity {
  return (stream, activity) => {
    for (const group of logGroups) {
      writeLog({ group, stream }, JSON.stringify({ ...activity, "resource-arn": resourceArn }));
    }
  };
}

function serverId({ name }: ResourceRequest): string {
  return hexId("s", name);
}

/** https://docs.aws.amazon.com/transfer/latest/userguide/API_ListedServer.html */
function hexId(kind: string, name: string): string {
  return `${kind}-${createHash("sha256").update(`${kind} ${name}`).digest("hex").slice(0, 17)}`;
}
