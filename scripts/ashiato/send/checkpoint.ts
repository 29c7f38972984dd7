import { hash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRecord } from "@ashiato/local/disk/read-record";
import { setAsideIn } from "@ashiato/local/disk/set-aside";
import { writeWhole } from "@ashiato/local/disk/write-whole";
import { z } from "zod";
import { counted } from "../../terminal/counted.ts";

const count = z.int().nonnegative();

const checkpointSchema = z.object({
  path: z.string(),
  bytes: count,
  modified: z.string(),
  stage: z.string(),
  /** Id of the stage: a new stage of the same name has none of the reports sent to the old one. */
  receiver: z.string(),
  /** Reports per batch: batch numbers depend on it. */
  batch: count,
  /** How the file is read: zone, device, columns. */
  options: z.string(),
  shiftDays: z.int(),
  /** The API has decided every batch below this number. */
  done: count,
  /** Decided batches above it: several requests run at a time. */
  beyond: z.array(count),
  accepted: count,
  rejected: count,
});

type State = z.infer<typeof checkpointSchema>;

/** What must match for an interrupted sending to resume. */
export type Sending = Pick<State, "path" | "bytes" | "modified" | "stage" | "receiver" | "batch" | "options">;

/** The progress of sending a file, saved after every batch so that it can resume after an interruption. */
export class Checkpoint {
  readonly #file: string;
  readonly #state: State;
  readonly resumed: boolean;
  #saving: Promise<void> = Promise.resolve();

  private constructor(file: string, { state, resumed }: { state: State; resumed: boolean }) {
    this.#file = file;
    this.#state = state;
    this.resumed = resumed;
  }

  /**
   * Opens the checkpoint of an interrupted sending of the same file to the same stage, or a new one. Reports
   * why it starts over when a checkpoint does not match, and sets aside one that cannot be read.
   */
  static async open(
    directory: string,
    sending: Sending,
    { shiftDays, restart, say }: { shiftDays: () => number; restart: boolean; say: (line: string) => void },
  ): Promise<Checkpoint> {
    const name = hash("sha256", `${sending.stage}\n${sending.path}`, "hex").slice(0, 16);
    const file = join(directory, `${name}.json`);
    await mkdir(directory, { recursive: true });
    const setAside = setAsideIn({ directory, now: () => new Date(), say });
    const kept = restart ? undefined : readRecord(file, checkpointSchema, setAside);
    if (kept !== undefined && isSame(kept, sending)) {
      return new Checkpoint(file, { state: kept, resumed: true });
    }
    if (kept !== undefined && kept.receiver !== sending.receiver) {
      const before = kept.accepted + kept.rejected;
      say(
        `Starting over: ${counted(before, "report")} went to an earlier stage ${kept.stage} (${kept.receiver}), not to this one (${sending.receiver})`,
      );
    }
    const state = { ...sending, shiftDays: shiftDays(), done: 0, beyond: [], accepted: 0, rejected: 0 };
    return new Checkpoint(file, { state, resumed: false });
  }

  get counts(): Pick<State, "accepted" | "rejected" | "shiftDays"> {
    const { accepted, rejected, shiftDays } = this.#state;
    return { accepted, rejected, shiftDays };
  }

  isDone(batch: number): boolean {
    return batch < this.#state.done || this.#state.beyond.includes(batch);
  }

  /** Saves that a batch was decided. */
  async decided(
    batch: number,
    { accepted, rejected }: { accepted: number; rejected: number },
  ): Promise<void> {
    const state = this.#state;
    state.accepted += accepted;
    state.rejected += rejected;
    state.beyond.push(batch);
    while (state.beyond.includes(state.done)) {
      state.beyond.splice(state.beyond.indexOf(state.done), 1);
      state.done += 1;
    }
    const text = JSON.stringify(state);
    // One after the other: the newest state is the last on disk.
    this.#saving = this.#saving.then(() => writeWhole(this.#file, text));
    await this.#saving;
  }

  /** Deletes the checkpoint once everything is sent: the next sending of the file starts over. */
  async remove(): Promise<void> {
    await this.#saving;
    await rm(this.#file, { force: true });
  }
}

function isSame(kept: Sending, sending: Sending): boolean {
  return (["path", "bytes", "modified", "stage", "receiver", "batch", "options"] as const).every(
    (name) => kept[name] === sending[name],
  );
}
