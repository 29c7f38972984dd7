import { bodyOf, type Upload } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { useLive, usePolling } from "../live/use-live.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Notice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { Moment } from "../parts/times.tsx";
import { UploadBadge } from "./upload-badge.tsx";
import { isSettled } from "./upload-words.ts";

const pollMilliseconds = 2_000;

/** One file: how far it is, what it came to, and which of its lines were rejected. */
export function UploadPage({ upload }: { upload: string }) {
  const { api } = useSession();
  const { t } = useWording();
  const hints: Partial<Record<Upload["status"], string>> = t.intake.hints;
  const { data, failure, again } = useAsked(upload, async () =>
    bodyOf(api.GET("/v1/uploads/{upload}", { params: { path: { upload } } })),
  );
  useLive("intake", again);
  usePolling(data !== undefined && isSettled(data.status) ? undefined : pollMilliseconds, again);
  return (
    <>
      <nav class="crumbs" aria-label={t.intake.title}>
        <Link to={{ page: "intake" }}>{t.intake.back}</Link>
      </nav>
      <PageTitle title={data?.name ?? upload} lead={data && hints[data.status]}>
        {data !== undefined && <UploadBadge status={data.status} />}
      </PageTitle>
      {failure !== undefined &&
        (failure.status === 404 ? (
          <Empty title={t.intake.notFound} hint={t.intake.notFoundHint} />
        ) : (
          <FailureNotice failure={failure} again={again} />
        ))}
      {data === undefined ? failure === undefined && <Waiting /> : <ShownUpload shown={data} />}
    </>
  );
}

function ShownUpload({ shown }: { shown: Upload }) {
  const { t, language } = useWording();
  const { status, reason, progress, rows, rejects = [], bytes, client, createdAt } = shown;
  return (
    <>
      {reason !== undefined && (
        <Notice
          tone={status === "failed" ? "bad" : "plain"}
          title={status === "failed" ? t.intake.notTaken : t.intake.statuses[status]}
        >
          <p class="cause">{reason}</p>
          {status === "failed" && <p>{t.intake.notTakenHint}</p>}
        </Notice>
      )}
      <dl class="figures">
        <Figure label={t.intake.client}>{client}</Figure>
        <Figure label={t.day.size}>{bytesText(bytes, language)}</Figure>
        <Figure label={t.intake.announced}>
          <span class="figure-time">
            <Moment time={createdAt} />
          </span>
        </Figure>
        {rows !== undefined &&
          (["read", "accepted", "rejected"] as const).map((name) => (
            <Figure key={name} label={t.intake.rows[name]}>
              {countText(rows[name], language)}
            </Figure>
          ))}
      </dl>
      {progress !== undefined && (
        <Panel
          title={t.intake.statuses.converting}
          aside={
            <span class="quiet">
              {t.intake.rowsDone(countText(progress.rowsDone, language), `${progress.percent} %`)}
            </span>
          }
        >
          <progress
            class="progress"
            max={100}
            value={progress.percent}
            aria-label={t.intake.statuses.converting}
          />
        </Panel>
      )}
      {rejects.length > 0 && (
        <Panel title={t.intake.rejects}>
          <p class="quiet">{t.intake.rejectsHint}</p>
          <div class="table-frame" tabIndex={0} role="group" aria-label={t.intake.rejects}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col" class="number">
                    {t.intake.line}
                  </th>
                  <th scope="col">{t.intake.reason}</th>
                  <th scope="col">{t.intake.text}</th>
                </tr>
              </thead>
              <tbody>
                {rejects.map(({ file = "", line, reason: why, text }) => (
                  <tr key={`${file}:${line}`}>
                    <th scope="row" class="number">
                      {file === "" ? line : `${file}:${line}`}
                    </th>
                    <td class="cause">{why}</td>
                    <td class="mono">{text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      )}
    </>
  );
}
