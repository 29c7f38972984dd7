import { DomainError } from "../errors.ts";
import { type ConvertedPart, type FileForm, type RejectedRow, shownForms, shownRejects } from "./receipt.ts";

export type FileTotals = {
  kinds: string[];
  /** How the file was read: parts of one file say the same. */
  forms: FileForm[];
  rows: { read: number; accepted: number; rejected: number };
  /** The first rejected rows, their lines counted from the file's first. */
  rejects: RejectedRow[];
  /** Lines of the file before the first one of each part. */
  linesBefore: number[];
};

/** Adds up the parts of a file, in their order. Throws LedgerMismatch if a row is missing from the sums. */
export function totalsOf(parts: readonly ConvertedPart[]): FileTotals {
  const sum = (of: (part: ConvertedPart) => number) => parts.reduce((total, part) => total + of(part), 0);
  const rows = {
    read: sum(({ read }) => read),
    accepted: sum(({ accepted }) => accepted),
    rejected: sum(({ rejected }) => rejected),
  };
  const written = sum(({ objects }) => objects.reduce((total, { rows: count }) => total + count, 0));
  if (rows.read !== rows.accepted + rows.rejected || written !== rows.accepted) {
    throw new DomainError(
      "LedgerMismatch",
      `Of ${rows.read} rows read, ${rows.accepted} were accepted, ${written} written and ${rows.rejected} rejected`,
    );
  }
  let lines = 0;
  const linesBefore = parts.map((part) => {
    lines += part.lines;
    return lines - part.lines;
  });
  const rejects = parts.flatMap((part, index) =>
    part.rejects.map((row) => ({ ...row, line: row.line + (linesBefore[index] ?? 0) })),
  );
  return {
    kinds: [...new Set(parts.flatMap(({ kinds }) => kinds))],
    forms: distinctForms(parts.flatMap(({ forms }) => forms)),
    rows,
    rejects: rejects.slice(0, shownRejects),
    linesBefore,
  };
}

function distinctForms(forms: readonly FileForm[]): FileForm[] {
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()].slice(0, shownForms);
}
