import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import ssh2, { type Client, type SFTPWrapper } from "ssh2";
import type { KeyPair } from "../../src/services/transfer/key-pair.ts";
import { debianPrograms } from "./debian-tools.ts";
import type { Outcome } from "./run-script.ts";

/** A partner's machine with OpenSSH: a folder with its keys and the hosts that it knows. */
export class Partner {
  readonly folder: string;
  readonly #url: URL;

  private constructor(folder: string, url: string) {
    this.folder = folder;
    this.#url = new URL(url);
  }

  static async at(url: string): Promise<Partner> {
    return new Partner(await mkdtemp(path.join(tmpdir(), "ashiato-partner-")), url);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes a file of the partner's and returns its path. */
  async file(name: string, contents: string | Uint8Array): Promise<string> {
    const file = path.join(this.folder, name);
    await writeFile(file, contents);
    return file;
  }

  /** Runs commands of OpenSSH's `sftp`, until one fails. */
  async sftp(user: string, keys: KeyPair, commands: readonly string[]): Promise<Outcome> {
    const { port, hostname } = this.#url;
    const identity = path.join(this.folder, "identity");
    await writeFile(identity, keys.private, { mode: 0o600 });
    const options = {
      BatchMode: "yes",
      IdentitiesOnly: "yes",
      IdentityAgent: "none",
      // Without the note that a host is known from now on.
      LogLevel: "ERROR",
      StrictHostKeyChecking: "accept-new",
      UserKnownHostsFile: path.join(this.folder, "known_hosts"),
    };
    const words = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    const program = spawn(
      `${debianPrograms}/sftp`,
      ["-F", "none", ...words, "-i", identity, "-P", port, "-b", "-", `${user}@${hostname}`],
      { cwd: this.folder },
    );
    program.stdin.end(`${commands.join("\n")}\n`);
    const ended = once(program, "close") as Promise<[number]>;
    const [out, err, [code]] = await Promise.all([text(program.stdout), text(program.stderr), ended]);
    return { code, out, err };
  }

  /** Connects with the client of the package ssh2. */
  async connect(username: string, keys: KeyPair): Promise<{ client: Client; sftp: SFTPWrapper }> {
    const client = new ssh2.Client();
    const { hostname: host, port } = this.#url;
    const ready = once(client, "ready");
    client.connect({ host, port: Number(port), username, privateKey: keys.private });
    await ready;
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, opened) => (error ? reject(error) : resolve(opened)));
    });
    return { client, sftp };
  }
}

/** Returns the promise of a call of ssh2's, which ends with a callback. */
export function called<Value = unknown>(
  call: (done: (error?: Error | null, value?: Value) => void) => void,
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });
}
