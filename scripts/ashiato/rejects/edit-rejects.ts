import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { openTarget } from "../../api/open-target.ts";
import { readNamedFile, textOf } from "../../input/read-text-file.ts";
import { counted } from "../../terminal/counted.ts";
import { numberText } from "../../terminal/text-table.ts";
import type { Io } from "../command.ts";
import { keepEarlier } from "../keep-earlier.ts";
import type { CommandStage } from "../stage.ts";
import { deleteUnchanged, type RejectedObject } from "./rejected-objects.ts";
import {
  type MendedReject,
  readRejectsCsv,
  type Reject,
  rejectsHeader,
  rejectsLines,
} from "./rejects-csv.ts";
import { objectOf, rejectsOf, sendMended } from "./send-mended.ts";

export type Editing = {
  objects: AsyncIterable<RejectedObject>;
  stage: CommandStage;
  s3: S3Client;
  prefix: string;
  /** A corrected CSV; without one, the CSV is written and opened in an editor. */
  file?: string | undefined;
  /** Where the CSV is written. */
  to: string;
  /** Where the lines that are rejected again are written. */
  left: string;
  delete: boolean;
  json: boolean;
};

/**
 * Lets a person correct rejected records as a CSV, and sends the result. Returns the exit code: 0 if every
 * line was accepted. Throws an Error if there is nothing to correct or to send, and the API's errors.
 */
export async function editRejects(editing: Editing, io: Io): Promise<number> {
  const objects: RejectedObject[] = [];
  for await (const found of editing.objects) {
    objects.push(found);
    if ("unreadable" in found) {
      io.progress.say(`${found.key} is left as it is: ${found.unreadable}`);
    }
  }
  const rejects = objects.flatMap(rejectsOf);
  if (rejects.length === 0) {
    throw new Error(
      `Nothing under s3://${editing.stage.lakeBucket}/${editing.prefix} can be mended as a CSV`,
    );
  }
  const file = editing.file ?? (await mendInEditor(rejects, editing, io));
  if (file === undefined) {
    return 0;
  }
  const mended = readRejectsCsv(file, textOf(file, await readNamedFile(file)));
  const unknown = mended.find(({ place }) => !objects.some(({ key }) => key === objectOf(place)));
  if (unknown !== undefined) {
    throw new Error(
      `${file} has a line of ${unknown.place}, which is not under ${editing.prefix}: nothing was sent`,
    );
  }
  return await send({ ...editing, found: objects, mended }, io);
}

/** Returns the edited file; undefined if there is no editor. */
async function mendInEditor(
  rejects: readonly Reject[],
  { to, prefix }: Editing,
  { progress, print }: Io,
): Promise<string | undefined> {
  await mkdir(dirname(to), { recursive: true });
  const earlier = await keepEarlier(to);
  if (earlier !== undefined) {
    progress.say(`Moved the CSV of an earlier call from ${to} to ${earlier}`);
  }
  await writeFile(to, rejectsHeader() + rejectsLines(rejects));
  const editor = process.env["VISUAL"] ?? process.env["EDITOR"] ?? "";
  if (editor === "" || !process.stdin.isTTY) {
    print(
      `Wrote ${counted(rejects.length, "record")} to ${to}. Mend it, then run: npm run ashiato -- rejects edit ${prefix} --file ${to}`,
    );
    return undefined;
  }
  // As git does: the variable may hold arguments.
  const opened = spawn(`${editor} "$1"`, ["editor", to], { shell: "/bin/sh", stdio: "inherit" });
  const [code] = (await once(opened, "exit")) as [number | null];
  if (code !== 0) {
    throw new Error(`${editor} ended with ${code}: nothing was sent; ${to} keeps what you mended`);
  }
  return to;
}

async function send(
  editing: Editing & { found: readonly RejectedObject[]; mended: readonly MendedReject[] },
  io: Io,
): Promise<number> {
  const { stage, s3, found, mended, json } = editing;
  const lake = { s3, bucket: stage.lakeBucket };
  const say = (line: string): void => io.progress.say(line);
  const target = await openTarget(stage, io);
  const left: Reject[] = [];
  let accepted = 0;
  let deleted = 0;
  for (const object of found) {
    const outcome = await sendMended(object, mended, target);
    accepted += outcome.accepted;
    left.push(...outcome.left);
    if (editing.delete && outcome.isWhole && (await deleteUnchanged(lake, object, say))) {
      deleted += 1;
    }
  }
  if (left.length > 0) {
    await mkdir(dirname(editing.left), { recursive: true });
    await keepEarlier(editing.left);
    await writeFile(editing.left, rejectsHeader() + rejectsLines(left));
  }
  const see = left.length > 0 ? `, see ${editing.left}` : "";
  const text = `${counted(mended.length, "record")}: ${numberText(accepted)} accepted, ${numberText(left.length)} not${see}; ${counted(deleted, "object")} deleted`;
  io.print(
    json ? JSON.stringify({ records: mended.length, accepted, rejected: left.length, deleted }) : text,
  );
  return left.length === 0 ? 0 : 1;
}
