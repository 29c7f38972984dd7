import type { Client } from "../api/client.ts";
import { useWording } from "../app/context.ts";

/** A client's status, by word and colour. */
export function ClientBadge({ status }: Pick<Client, "status">) {
  const { t } = useWording();
  return (
    <span class={`badge badge-${status === "active" ? "good" : "bad"}`}>{t.clients.statuses[status]}</span>
  );
}
