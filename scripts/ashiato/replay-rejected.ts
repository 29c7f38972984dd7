import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { stringify } from "csv-stringify/sync";
import { openTarget } from "../api/open-target.ts";
import { counted } from "../terminal/counted.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, type Io, readWords } from "./command.ts";
import { keepEarlier } from "./keep-earlier.ts";
import { checkRejectedPrefix, deleteUnchanged, rejectedObjects } from "./rejects/rejected-objects.ts";
import { type LeftRecord, replayRecords } from "./rejects/replay-object.ts";
import { type CommandStage, openStage } from "./stage.ts";

export const replayRejectedCommand: Command = {
  help: `Sends the contents of the objects under a prefix of rejected/ again: rows that distribute could not use, and messages that store could not read.

  npm run ashiato -- replay-rejected PREFIX [--delete]

For example: npm run ashiato -- replay-rejected rejected/messages/ --delete

PREFIX begins with rejected/. To repair rows, download an object, repair its column "row", upload it under rejected/repaired/ and replay that.
  --delete      delete each object whose records were all accepted
  --still FILE  write records that cannot be sent or are rejected again here, with the reasons (default out/rejected-again.csv)
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if every record was accepted; exits 1 when one was not, when an object cannot be read or when nothing is under PREFIX. Rows that are already
stored count once.`,
  async run(words, io) {
    const options = {
      delete: { type: "boolean", default: false },
      still: { type: "string", default: "out/rejected-again.csv" },
    } as const;
    const { values, positionals } = readWords(words, options, ["PREFIX"]);
    const prefix = positionals[0] ?? "";
    checkRejectedPrefix(prefix);
    const stage = await openStage(values);
    const still = await StillFile.open(values.still, io);
    const outcome = await replay({ stage, prefix, still, remove: values.delete }, io);
    const { objects, records, accepted, rejected, deleted, unread } = outcome;
    if (objects === 0) {
      throw new Error(`Nothing is under s3://${stage.lakeBucket}/${prefix}: nothing was sent or deleted`);
    }
    const text =
      `${counted(records, "record")} in ${counted(objects, "object")}: ${numberText(accepted)} accepted, ${numberText(rejected)} not` +
      `${rejected > 0 ? `, see ${values.still}` : ""}; ${counted(deleted, "object")} deleted`;
    io.print(
      values.json ? JSON.stringify({ ...outcome, ...(rejected > 0 && { still: values.still }) }) : text,
    );
    return rejected === 0 && unread.length === 0 ? 0 : 1;
  },
};

type Replay = { stage: CommandStage; prefix: string; still: StillFile; remove: boolean };

type Outcome = {
  objects: number;
  records: number;
  accepted: number;
  rejected: number;
  deleted: number;
  /** Objects from which nothing was sent, with the reason: they stay. */
  unread: { key: string; reason: string }[];
};

async function replay({ stage, prefix, still, remove }: Replay, io: Io): Promise<Outcome> {
  const s3 = new S3Client({});
  const outcome: Outcome = { objects: 0, records: 0, accepted: 0, rejected: 0, deleted: 0, unread: [] };
  const target = await openTarget(stage, io);
  try {
    for await (const found of rejectedObjects(s3, stage.lakeBucket, prefix)) {
      const { key } = found;
      io.progress.update(`Replaying ${key}`);
      outcome.objects += 1;
      if ("unreadable" in found) {
        outcome.unread.push({ key, reason: found.unreadable });
        io.progress.say(`${key} is left as it is: ${found.unreadable}`);
        continue;
      }
      const { records } = found;
      const { accepted, left } = await replayRecords(records, target);
      await still.add(key, left);
      outcome.records += records.length;
      outcome.accepted += accepted;
      outcome.rejected += left.length;
      if (remove && accepted > 0 && accepted === records.length) {
        const say = (line: string): void => io.progress.say(line);
        const lake = { s3, bucket: stage.lakeBucket };
        outcome.deleted += (await deleteUnchanged(lake, found, say)) ? 1 : 0;
      }
    }
    return outcome;
  } finally {
    s3.destroy();
  }
}

/** A CSV of the remaining records with the reasons; its rows can be repaired and replayed. */
class StillFile {
  readonly #path: string;
  #begun = false;

  private constructor(path: string) {
    this.#path = path;
  }

  static async open(path: string, { progress }: Io): Promise<StillFile> {
    const earlier = await keepEarlier(path);
    if (earlier !== undefined) {
      progress.say(`Moved the records left by an earlier replay from ${path} to ${earlier}`);
    }
    return new StillFile(path);
  }

  async add(key: string, left: readonly LeftRecord[]): Promise<void> {
    if (left.length === 0) {
      return;
    }
    await mkdir(dirname(this.#path), { recursive: true });
    const records = left.map(({ text, reason }) => [key, reason, text]);
    await appendFile(this.#path, stringify(this.#begun ? records : [["key", "reason", "row"], ...records]));
    this.#begun = true;
  }
}
