import type { UploadSummary } from "../api/client.ts";

type Status = UploadSummary["status"];

/** The badge of a file's status. */
export const uploadTones: Record<Status, "good" | "bad" | "warn" | "info" | "plain"> = {
  waiting: "plain",
  expired: "warn",
  inspecting: "info",
  converting: "info",
  registered: "good",
  same: "plain",
  overwritten: "warn",
  failed: "bad",
};

/** Returns whether nothing more will become of a file. */
export function isSettled(status: Status): boolean {
  return status !== "waiting" && status !== "inspecting" && status !== "converting";
}
