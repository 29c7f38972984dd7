import { S3Client } from "@aws-sdk/client-s3";
import { rejectedPrefix } from "@ashiato/core/rejected-keys";
import { type Command, type Io, readWords, UsageError } from "./command.ts";
import { editRejects } from "./rejects/edit-rejects.ts";
import { type ListedObject, listedObject, listText } from "./rejects/list-rejects.ts";
import { checkRejectedPrefix, type RejectedObject, rejectedObjects } from "./rejects/rejected-objects.ts";
import { rejectsHeader, rejectsLines } from "./rejects/rejects-csv.ts";
import { rejectsOf } from "./rejects/send-mended.ts";
import { openStage } from "./stage.ts";

const options = {
  file: { type: "string" },
  to: { type: "string", default: "out/rejects.csv" },
  left: { type: "string", default: "out/rejects-left.csv" },
  delete: { type: "boolean", default: false },
} as const;

export const rejectsCommand: Command = {
  help: `Lists, shows and mends the reports, messages and rows under rejected/ of the lake.

  npm run ashiato -- rejects list [PREFIX]   each object with the number of its records and the reason
  npm run ashiato -- rejects show [PREFIX]   every record as a CSV with named columns, its place and the reason, on standard output
  npm run ashiato -- rejects edit PREFIX     opens that CSV in $VISUAL or $EDITOR, and sends what it then holds

For example: npm run -s ashiato -- rejects show rejected/rows/ > rows.csv

PREFIX begins with rejected/ (default: rejected/). In the CSV, mend the columns of the report, or delete the lines that are not to be sent; rejected_text is
the record as it came. Without an editor, edit writes the CSV and says how to go on.
  --to FILE    edit: where the CSV is written (default out/rejects.csv)
  --file FILE  edit: send this CSV, which was mended before
  --left FILE  edit: write the lines that are rejected again here, with the new reason (default out/rejects-left.csv)
  --delete     edit: delete each object whose records were all sent and accepted, and that has not changed meanwhile
  --stage, --json: see npm run ashiato -- --help; show --json prints one object a line

Reports that are already stored count once.

Exits 0 after list and show, and after edit only if every line was accepted.`,
  async run(words, io) {
    const { values, positionals } = readWords(words, options, ["list, show or edit", "[PREFIX]"]);
    const [action = "", given] = positionals;
    if (!["list", "show", "edit"].includes(action)) {
      throw new UsageError(`rejects takes list, show or edit, got ${JSON.stringify(action)}`);
    }
    if (given === undefined && action === "edit") {
      throw new UsageError("PREFIX is missing: what to edit, such as rejected/rows/");
    }
    const prefix = given ?? rejectedPrefix;
    checkRejectedPrefix(prefix);
    const stage = await openStage(values);
    const s3 = new S3Client({});
    try {
      const objects = rejectedObjects(s3, stage.lakeBucket, prefix);
      if (action === "edit") {
        return await editRejects({ ...values, objects, stage, s3, prefix }, io);
      }
      return action === "list" ? await list(objects, values.json, io) : await show(objects, values.json, io);
    } finally {
      s3.destroy();
    }
  },
};

async function list(objects: AsyncIterable<RejectedObject>, json: boolean, io: Io): Promise<number> {
  const listed: ListedObject[] = [];
  for await (const found of objects) {
    io.progress.update(`Reading ${found.key}`);
    listed.push(listedObject(found));
  }
  const text = listed.length === 0 ? "Nothing was rejected" : listText(listed);
  io.print(json ? JSON.stringify({ objects: listed }) : text);
  return 0;
}

async function show(objects: AsyncIterable<RejectedObject>, json: boolean, io: Io): Promise<number> {
  if (!json) {
    io.print(rejectsHeader().trimEnd());
  }
  for await (const found of objects) {
    const rejects = rejectsOf(found);
    if ("unreadable" in found) {
      io.progress.say(`${found.key} cannot be shown: ${found.unreadable}`);
    } else if (json) {
      rejects.forEach((each) => io.print(JSON.stringify(each)));
    } else {
      io.print(rejectsLines(rejects).trimEnd());
    }
  }
  return 0;
}
