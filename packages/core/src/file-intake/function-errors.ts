import type { DomainErrorName } from "../errors.ts";

/**
 * An error that a function of the intake raises besides those of the domain.
 * - EmptyFile: the file has no bytes.
 * - FileOverwritten: the object was replaced or deleted since its event; a later event is about what is there
 *   now.
 * - NoReports: the file can be read and holds no reports.
 * - NoValidReports: the file holds reports, and each of them breaks a rule.
 * - PartMissing: a part of the file was not converted.
 * - UnknownFolder: the object lies in no client's folder.
 */
export type IntakeErrorName =
  | "EmptyFile"
  | "FileOverwritten"
  | "NoReports"
  | "NoValidReports"
  | "PartMissing"
  | "UnknownFolder";

/** What the functions raise on purpose: the same input raises it again. */
export const intakeFinalErrors: (IntakeErrorName | DomainErrorName)[] = [
  "EmptyFile",
  "FileOverwritten",
  "InvalidInput",
  "LedgerMismatch",
  "NoReports",
  "NoValidReports",
  "PartMissing",
  "UnknownFolder",
  "UnreadableFile",
];
