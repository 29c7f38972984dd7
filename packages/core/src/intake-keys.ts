/** What is known of the files that were dropped: receipts, and what their conversion writes. */
export const intakePrefix = "intake/";
/** One record for each file that was announced for an upload. */
export const uploadPrefix = "uploads/";

/** A file that was dropped: whose it is, and the id of its contents at its place. */
export type IntakeName = { client: string; id: string };

/** Returns the key of the receipt of a file: `intake/<client>/<id>.json`. */
export function receiptKey({ client, id }: IntakeName): string {
  return `${intakePrefix}${client}/${id}.json`;
}

/** Reads a key of `receiptKey` back; undefined if it is not one. */
export function parseReceiptKey(key: string): IntakeName | undefined {
  const [, client, id] = /^intake\/([^/]+)\/([0-9a-f]+)\.json$/.exec(key) ?? [];
  return client === undefined || id === undefined ? undefined : { client, id };
}

/** Returns the key of the marker of contents that were registered: which file had them first. */
export function intakeContentKey(client: string, content: string): string {
  return `${intakePrefix}${client}/contents/${content}.json`;
}

/** An attempt to take a file in; another writes elsewhere, as the former may still be writing. */
export type IntakeAttempt = IntakeName & { attempt: number };

/** Returns the prefix of what the parts of a file say of their conversion. */
export function intakePartsPrefix(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}parts/`;
}

export function intakePartKey(name: IntakeAttempt, part: number): string {
  return `${intakePartsPrefix(name)}${numbered(part)}.json`;
}

/** Returns the prefix of the rows of a file, which are no work objects before all of it is converted. */
export function intakeRowsPrefix(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}rows/`;
}

export function intakeRowsKey(name: IntakeAttempt, part: number, object: number): string {
  return `${intakeRowsPrefix(name)}${numbered(part)}-${numbered(object)}.csv.gz`;
}

/** Returns the key of a part's rejected rows, whose lines are counted from the part's first. */
export function intakePartRejectsKey(name: IntakeAttempt, part: number): string {
  return `${intakeAttemptPrefix(name)}rejects/${numbered(part)}.jsonl.gz`;
}

/** Returns the key of all rejected rows of a file, as JSON lines with line numbers and reasons. */
export function intakeRejectsKey(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}rejects.jsonl.gz`;
}

/** An upload, and who announced it: a client by its key, or the stage itself. */
export type UploadName = { owner: string; id: string };

/** Returns the prefix of the records of an owner's uploads. */
export function uploadsPrefix(owner: string): string {
  return `${uploadPrefix}${owner}/`;
}

export function uploadRecordKey({ owner, id }: UploadName): string {
  return `${uploadsPrefix(owner)}${id}.json`;
}

/** Reads a key of `uploadRecordKey` back; undefined if it is not one. */
export function parseUploadRecordKey(key: string): UploadName | undefined {
  const [, owner, id] = /^uploads\/([^/]+)\/([0-9a-f]{24})\.json$/.exec(key) ?? [];
  return owner === undefined || id === undefined ? undefined : { owner, id };
}

/** Returns the key in the inbox of a file that is uploaded: a folder of its own keeps names apart. */
export function uploadedFileKey({ client, id, name }: IntakeName & { name: string }): string {
  return `${client}/${id}/${name}`;
}

function intakeAttemptPrefix({ client, id, attempt }: IntakeAttempt): string {
  return `${intakePrefix}${client}/${id}/attempt=${attempt}/`;
}

/** Keys are listed in the order of their characters. */
function numbered(index: number): string {
  return String(index).padStart(5, "0");
}
