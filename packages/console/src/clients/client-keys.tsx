import { useState } from "preact/hooks";
import { bodyOf, type Client } from "../api/client.ts";
import { type ApiFailure, asFailure } from "../api/failure.ts";
import { useSession, useWording } from "../app/context.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Moment } from "../parts/times.tsx";
import { NewKey } from "./new-key.tsx";

/** A day is enough to bring the new key to wherever the old one is. */
const overlapSeconds = 86_400;

/** The keys of a client with their last use; a new one lets the others go on for a day, or one is ended. */
export function ClientKeys({
  client: { id, keys, status },
  onChanged,
}: {
  client: Client;
  onChanged: () => void;
}) {
  const { api } = useSession();
  const { t } = useWording();
  const [made, setMade] = useState<string>();
  const [failure, setFailure] = useState<ApiFailure>();

  async function change(ask: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await ask();
      onChanged();
    } catch (error) {
      setFailure(asFailure(error));
    }
  }
  const rotate = () =>
    change(async () => {
      const body = { othersExpireInSeconds: overlapSeconds };
      const { key } = await bodyOf(
        api.POST("/v1/clients/{client}/keys", { params: { path: { client: id } }, body }),
      );
      setMade(key);
    });
  const end = (key: string) =>
    change(async () => {
      await bodyOf(api.DELETE("/v1/clients/{client}/keys/{key}", { params: { path: { client: id, key } } }));
    });

  return (
    <Panel title={t.clients.keys}>
      {made !== undefined && <NewKey of={id} text={made} />}
      {failure !== undefined && <FailureNotice failure={failure} />}
      <div class="table-frame" tabIndex={0} role="group" aria-label={t.clients.keys}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.clients.key}</th>
              <th scope="col">{t.clients.made}</th>
              <th scope="col">{t.clients.lastUsed}</th>
              <th scope="col">{t.clients.expires}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {keys.map(({ id: key, label, createdAt, lastUsedAt, expiresAt }) => (
              <tr key={key}>
                <th scope="row" class="mono">
                  {key}
                  {label !== undefined && <span class="quiet"> {label}</span>}
                </th>
                <td>
                  <Moment time={createdAt} />
                </td>
                <td>{lastUsedAt === undefined ? t.clients.never : <Moment time={lastUsedAt} />}</td>
                <td>{expiresAt === undefined ? "" : <Moment time={expiresAt} />}</td>
                <td>
                  <button
                    type="button"
                    class="button button-small"
                    aria-label={t.clients.endKey(key)}
                    onClick={() => void end(key)}
                  >
                    {t.clients.end}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {status === "active" && (
        <div class="field-inline">
          <button type="button" class="button" onClick={() => void rotate()}>
            {t.clients.rotate}
          </button>
          <span class="small quiet">{t.clients.rotateHint}</span>
        </div>
      )}
    </Panel>
  );
}
