import type { FileOptions } from "../formats/files/file-record.ts";

/** A function that the state machine calls. */
type IntakeFunction = "inspect" | "convert" | "register" | "fail";

/** What the definition refers to. */
export type FileIntakeNames = { functions: Record<IntakeFunction, string>; topicArn: string };

/** What is settled for a client's files, beside what the files say. */
type ClientFiles = Omit<FileOptions, "maxUnpackedBytes" | "checksums" | "timeZone"> & {
  /** IANA name of the zone of times that have none; the stage's where absent. */
  timeZone?: string;
  /** Whether a file of the client is announced when it is registered, too. */
  announce?: boolean;
};

/** What the definition carries of the settings. */
export type FileIntakeLimits = {
  /** By the client's folder in the inbox. */
  clients: Readonly<Record<string, ClientFiles>>;
  /** A plain CSV is converted in parts of this size. */
  partBytes: number;
  /** Parts that are converted at a time. */
  maxConcurrency: number;
  /** Bytes that a file may unpack to. */
  maxUnpackedBytes: number;
  timeLimitSeconds: number;
};
