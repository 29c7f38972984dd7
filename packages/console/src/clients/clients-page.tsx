import { bodyOf } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Panel } from "../parts/panel.tsx";
import { AddClient } from "./add-client.tsx";
import { ClientBadge } from "./client-badge.tsx";

/** The clients of the stage, and where one is added. */
export function ClientsPage() {
  const { api } = useSession();
  const { t } = useWording();
  const { data, failure, again } = useAsked("clients", async () => bodyOf(api.GET("/v1/clients")));
  return (
    <>
      <PageTitle title={t.clients.title} lead={t.clients.lead} />
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined ? (
        failure === undefined && <Waiting />
      ) : data.clients.length === 0 ? (
        <Empty title={t.clients.empty} hint={t.clients.emptyHint} />
      ) : (
        <div class="table-frame" tabIndex={0} role="group" aria-label={t.clients.title}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t.clients.client}</th>
                <th scope="col">{t.run.status}</th>
                <th scope="col">{t.clients.rights}</th>
                <th scope="col" class="number">
                  {t.clients.keys}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.clients.map(({ id, name, status, rights, keys }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={{ page: "client", client: id }}>{id}</Link> <span class="quiet">{name}</span>
                  </th>
                  <td>
                    <ClientBadge status={status} />
                  </td>
                  <td class="mono">{rights.join(", ")}</td>
                  <td class="number">{keys.length}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Panel title={t.clients.add}>
        <AddClient onAdded={again} />
      </Panel>
    </>
  );
}
