import { formText } from "./form-text.ts";
import { placeText, type Receipt, type RejectedRow } from "./receipt.ts";

/** Characters of a subject that SNS takes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxSubjectCharacters = 100;

export type Notice = { subject: string; message: string };

/** Returns the mail about a file: which one, what came of it, the first rejected rows, and what to do. */
export function noticeOf(receipt: Receipt, lakeBucket: string): Notice {
  const { client, name, id, status, reason, forms, rows, rejects, rejectsKey } = receipt;
  const lines = [
    `File: ${client}/${name} (${receipt.bytes} bytes, arrived ${receipt.arrivedAt})`,
    `Status: ${status}`,
    ...(reason === null ? [] : [`Reason: ${reason}`]),
    ...forms.map((form) => `Read as: ${formText(form)}`),
    ...(rows === null ? [] : [countsText(rows)]),
    ...(rejects.length === 0 ? [] : ["", "Rejected, the first of them:", ...rejects.map(rejectLine)]),
    ...(rejectsKey === null ? [] : ["", `All rejected rows: s3://${lakeBucket}/${rejectsKey}`]),
    ...(status === "failed" ? ["", adviceOf(receipt), `npm run ashiato -- intake retry ${id}`] : []),
  ];
  const outcome = status === "failed" ? "was not taken" : "was taken";
  return {
    subject: shortened(`Ashiato: the file ${ascii(`${client}/${name}`)} ${outcome}`),
    message: lines.join("\n"),
  };
}

function adviceOf({ registering }: Receipt): string {
  return registering
    ? "Some of its rows may be among the reports already, which count once however often they come. Have it taken in again:"
    : "None of its rows are kept. Mend the file and send it again, or have it taken in as it is:";
}

/** Returns what became of a file in one line, for whoever watches the state machine. */
export function summaryOf({ client, name, status, rows }: Receipt): string {
  return `${client}/${name} is ${status}${rows === null ? "" : `. ${countsText(rows)}`}`;
}

function countsText({ read, accepted, rejected }: NonNullable<Receipt["rows"]>): string {
  return `Rows: ${read} read, ${accepted} accepted, ${rejected} rejected`;
}

function rejectLine(row: RejectedRow): string {
  return `  ${placeText(row)}: ${row.reason}: ${row.text.slice(0, 200)}`;
}

/** SNS takes ASCII alone in a subject. */
function ascii(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?");
}

function shortened(text: string): string {
  return text.length > maxSubjectCharacters ? `${text.slice(0, maxSubjectCharacters - 3)}...` : text;
}
