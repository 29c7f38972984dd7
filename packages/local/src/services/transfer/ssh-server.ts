import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { S3Client } from "@aws-sdk/client-s3";
import ssh2, { type AuthContext, type ClientInfo, type Connection, type ParsedKey } from "ssh2";
import type { WriteActivity } from "./activity.ts";
import type { HomeDirectory } from "./home-directory.ts";
import { serveSftpSession } from "./sftp-session.ts";

type ServedUser = { keys: readonly ParsedKey[]; home: HomeDirectory; s3: S3Client };

type ServedServer = {
  users: ReadonlyMap<string, ServedUser>;
  ignoresSetStat: boolean;
  writeActivity: WriteActivity;
  onFault: (fault: unknown) => void;
};

export type SftpListener = {
  port: number;
  /** Lets the users in from now on; until then none is known. */
  serve: (server: ServedServer) => void;
  /** Ends every connection, and resolves when nothing of them is at work any more. */
  close: () => Promise<void>;
};

/** The stream of what belongs to no session. */
const errorStream = "ERRORS";

/**
 * Listens on 127.0.0.1 for clients of SFTP. A user is let in by a key; there are no passwords, shells,
 * commands and tunnels.
 */
export async function listenForSftp({
  hostKey,
  port,
}: {
  hostKey: string;
  port: number;
}): Promise<SftpListener> {
  let served: ServedServer = {
    users: new Map(),
    ignoresSetStat: false,
    writeActivity: () => undefined,
    onFault: () => undefined,
  };
  const sockets = new Set<Socket>();
  const sessions = new Set<() => Promise<void>>();
  const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (connection, info) =>
    serveConnection(connection, info, { server: served, sessions }),
  );
  // A client that waits for each answer would wait 40 ms longer for it.
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  listener.listen(port, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") {
    throw new TypeError(`The SFTP server listens on ${String(address)}, which has no port`);
  }
  return {
    port: address.port,
    serve: (server) => {
      served = server;
    },
    close: async () => {
      listener.close();
      await Promise.all([...sockets].map(closeSocket));
      await Promise.all([...sessions].map((end) => end()));
    },
  };
}

/** Resolves when the connection has logged its end. */
async function closeSocket(socket: Socket): Promise<void> {
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  socket.destroy();
  await closed;
}

type Serving = { server: ServedServer; sessions: Set<() => Promise<void>> };

function serveConnection(connection: Connection, info: ClientInfo, { server, sessions }: Serving): void {
  let userName = "";
  let user: ServedUser | undefined;
  const streamOf = (): string => (user ? `${userName}.${sessionId}` : errorStream);
  const sessionId = randomUUID().replaceAll("-", "").slice(0, 16);
  const log = (activity: Omit<Parameters<WriteActivity>[1], "user">): void =>
    server.writeActivity(streamOf(), { ...activity, user: userName });
  connection.on("authentication", (context) => {
    userName = context.username;
    const known = server.users.get(userName);
    if (context.method !== "publickey") {
      context.reject(["publickey"]);
      return;
    }
    if (!known || !hasKey(known, context)) {
      const message = known ? "The key is not one of the user's" : "Unknown user";
      log({ "activity-type": "AUTH_FAILURE", message, "source-ip": info.ip });
      context.reject(["publickey"]);
      return;
    }
    user = known;
    context.accept();
  });
  connection.on("ready", () =>
    log({ "activity-type": "CONNECTED", "source-ip": info.ip, client: info.header.identRaw }),
  );
  connection.on("session", (accept) => {
    accept().on("sftp", (acceptSftp) => {
      const sftp = acceptSftp();
      if (!user) {
        throw new Error("A session was opened before its user was let in");
      }
      const { onFault, ignoresSetStat } = server;
      const end = serveSftpSession(sftp, {
        s3: user.s3,
        home: user.home,
        ignoresSetStat,
        log,
        onFault,
        disconnect: () => connection.end(),
      });
      sessions.add(end);
      const ended = (): void => {
        end()
          .catch(onFault)
          .finally(() => {
            sessions.delete(end);
            // OpenSSH's sftp says that it has no more requests, and waits for the end.
            sftp.end();
          });
      };
      sftp.once("end", ended);
      connection.once("close", ended);
    });
  });
  // A client that breaks off or speaks no SSH is none of the stage's faults.
  connection.on("error", ({ message }: Error) => log({ "activity-type": "ERROR", message }));
  connection.on("close", () => log({ "activity-type": "DISCONNECTED" }));
}

/** Returns true if the key is one of the user's and, where the client signs by it, its signature is right. */
function hasKey({ keys }: ServedUser, context: AuthContext & { method: "publickey" }): boolean {
  const { key: given, blob, signature, hashAlgo } = context;
  const known = keys.find((key) => key.getPublicSSH().equals(given.data));
  if (!known) {
    return false;
  }
  // Without a signature the client only asks whether the key would do.
  if (signature === undefined) {
    return true;
  }
  // For a signature that it cannot read, ssh2 returns the error, against its types.
  const verified: unknown = blob !== undefined && known.verify(blob, signature, hashAlgo);
  return verified === true;
}
