import type { UploadSummary } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { uploadTones } from "./upload-words.ts";

/** A file's status, by word and colour. */
export function UploadBadge({ status }: Pick<UploadSummary, "status">) {
  const { t } = useWording();
  return <span class={`badge badge-${uploadTones[status]}`}>{t.intake.statuses[status]}</span>;
}
