import { formText } from "@ashiato/core/file-intake/form-text";
import { placeText, type Receipt } from "@ashiato/core/file-intake/receipt";
import { type Cell, numberText, textTable } from "../../terminal/text-table.ts";

/** Lays out files as a table. */
export function receiptsText(receipts: readonly Receipt[]): string {
  if (receipts.length === 0) {
    return "No file was dropped";
  }
  return textTable(
    ["id", "arrived", "file", "status", "accepted", "rejected"],
    receipts.map(({ id, arrivedAt, client, name, status, rows }): Cell[] => [
      id,
      arrivedAt,
      `${client}/${name}`,
      status,
      rows?.accepted ?? "",
      rows?.rejected ?? "",
    ]),
  );
}

/** Lays out one file with its first rejected rows. */
export function receiptText(receipt: Receipt): string {
  const { rows, rejects, rejectsKey, reason, kinds, forms, attempt } = receipt;
  return [
    `${receipt.client}/${receipt.name}: ${receipt.status}`,
    `  ${numberText(receipt.bytes)} bytes${kinds.length === 0 ? "" : `, ${kinds.join(", ")}`}, arrived ${receipt.arrivedAt}, attempt ${attempt}`,
    ...(reason === null ? [] : [`  ${reason}`]),
    ...forms.map((form) => `  read as ${formText(form)}`),
    ...(rows === null
      ? []
      : [
          `  ${numberText(rows.read)} rows read, ${numberText(rows.accepted)} accepted, ${numberText(rows.rejected)} rejected`,
        ]),
    ...rejects.map((row) => `  ${placeText(row)}: ${row.reason}: ${row.text}`),
    ...(rejectsKey === null ? [] : [`  all rejected rows: ${rejectsKey}`]),
  ].join("\n");
}
