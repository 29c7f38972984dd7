import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import { readStageFile, type StageFile } from "../../src/stage/stage-file.ts";

const script = path.join(import.meta.dirname, "stage-process.ts");

/** A stage in a process of its own, which can be killed and started again with what it kept. */
export class KillableStage {
  readonly directory: string;
  #process: ChildProcess | undefined;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async make(): Promise<KillableStage> {
    return new KillableStage(await mkdtemp(path.join(tmpdir(), "ashiato-killable-")));
  }

  /** Starts the process, and resolves when the stage is up. */
  async start(): Promise<StageFile> {
    const child = (this.#process = spawn(process.execPath, [script, this.directory], {
      stdio: ["ignore", "ignore", "inherit"],
    }));
    return vi.waitFor(
      async () => {
        expect(child.exitCode, "the stage is alive").toBeNull();
        const file = await readStageFile(this.directory);
        if (file?.pid !== child.pid || !file) {
          throw new Error("The stage is not up yet");
        }
        return file;
      },
      { timeout: 240_000, interval: 200 },
    );
  }

  /** Ends the process by SIGKILL, if it runs. */
  async kill(): Promise<void> {
    if (this.#process === undefined || this.#process.signalCode !== null) {
      return;
    }
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
