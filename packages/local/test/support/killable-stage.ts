import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
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
        const file = await readStageFile(this.directory);
        if (file?.pid !== child.pid || !file) {
          throw new Error(`The stage is not up yet, and ended with ${child.exitCode}`);
        }
        return file;
      },
      { timeout: 240_000, interval: 200 },
    );
  }

  /**
   * Returns the most bytes of memory that the stage's process has held, and those of the largest of the
   * processes in which it runs functions now.
   */
  async peakBytes(): Promise<{ stage: number; functions: number }> {
    const peaks = await Promise.all((await this.functionPids()).map(peakBytesOf));
    return { stage: await peakBytesOf(this.#process?.pid), functions: Math.max(...peaks) };
  }

  /** Returns the ids of the processes in which the stage runs functions now. */
  async functionPids(): Promise<number[]> {
    const { pid } = this.#process ?? {};
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.trim().split(/ +/).map(Number);
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

/** Returns 0 for a process that has ended. */
async function peakBytesOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
