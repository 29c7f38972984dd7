import { useState } from "preact/hooks";
import { bodyOf, type Client, type Usage } from "../api/client.ts";
import { type ApiFailure, asFailure } from "../api/failure.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { ClientBadge } from "./client-badge.tsx";
import { ClientKeys } from "./client-keys.tsx";
import { LimitsTable } from "./limits-table.tsx";

/** One client: what it used of its limits, its keys, and where it is revoked. */
export function ClientPage({ client }: { client: string }) {
  const { api } = useSession();
  const { t } = useWording();
  const path = { client };
  const asked = useAsked(client, async () => bodyOf(api.GET("/v1/clients/{client}", { params: { path } })));
  const usage = useAsked(client, async () =>
    bodyOf(api.GET("/v1/clients/{client}/usage", { params: { path } })),
  );
  const shown = asked.data;
  return (
    <>
      <nav class="crumbs" aria-label={t.clients.title}>
        <Link to={{ page: "clients" }}>{t.clients.back}</Link>
      </nav>
      <PageTitle title={client} {...(shown && { lead: shown.name })}>
        {shown !== undefined && <ClientBadge status={shown.status} />}
      </PageTitle>
      {asked.failure !== undefined &&
        (asked.failure.status === 404 ? (
          <Empty title={t.clients.notFound} hint={t.clients.notFoundHint} />
        ) : (
          <FailureNotice failure={asked.failure} again={asked.again} />
        ))}
      {shown === undefined && asked.failure === undefined && <Waiting />}
      {usage.failure !== undefined && shown !== undefined && (
        <FailureNotice failure={usage.failure} again={usage.again} />
      )}
      {usage.data !== undefined && shown !== undefined && <UsagePanel usage={usage.data} />}
      {shown !== undefined && (
        <>
          <ClientKeys client={shown} onChanged={asked.again} />
          {shown.status === "active" && <Revoke client={shown} onChanged={asked.again} />}
        </>
      )}
    </>
  );
}

function UsagePanel({ usage: { total, from, to, limits } }: { usage: Usage }) {
  const { t, language } = useWording();
  return (
    <Panel title={t.clients.usage} aside={<span class="quiet">{`${from} – ${to}`}</span>}>
      <dl class="figures figures-flat">
        {(["reports", "uploads", "downloads", "rows"] as const).map((name) => (
          <Figure key={name} label={t.clients.used[name]}>
            {countText(total[name], language)}
          </Figure>
        ))}
        <Figure label={t.clients.used.bytes}>{bytesText(total.bytes, language)}</Figure>
      </dl>
      <LimitsTable limits={limits} />
    </Panel>
  );
}

/** Asks for the client's id: what is revoked by mistake has phones and partners refused. */
function Revoke({ client: { id }, onChanged }: { client: Client; onChanged: () => void }) {
  const { api } = useSession();
  const { t } = useWording();
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<ApiFailure>();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setFailure(undefined);
    try {
      const body = { status: "revoked" as const };
      await bodyOf(api.PATCH("/v1/clients/{client}", { params: { path: { client: id } }, body }));
      onChanged();
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <Panel title={t.clients.revoke}>
      <p class="quiet">{t.clients.revokeHint}</p>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <form class="field-inline" onSubmit={(event) => void submit(event)}>
        <label class="field-label" htmlFor="revoke-id">
          {t.clients.typeId(id)}
        </label>
        <input
          id="revoke-id"
          class="input"
          value={typed}
          autoComplete="off"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button type="submit" class="button" disabled={typed !== id}>
          {t.clients.revoke}
        </button>
      </form>
    </Panel>
  );
}
