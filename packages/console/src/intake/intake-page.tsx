import { bodyOf } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { bytesText } from "../format/number.ts";
import { useLive, usePolling } from "../live/use-live.ts";
import { Link } from "../parts/link.tsx";
import { Empty, FailureNotice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { Moment } from "../parts/times.tsx";
import { isSettled } from "./upload-words.ts";
import { SendFile } from "./send-file.tsx";
import { UploadBadge } from "./upload-badge.tsx";

const shownUploads = 100;
/** Progress is not pushed: a file at work is asked for, and the list now and then. */
const workMilliseconds = 3_000;
const idleMilliseconds = 30_000;

/** The files that the key's client has announced, the newest first. */
export function IntakePage() {
  const { api } = useSession();
  const { t, language } = useWording();
  const { data, failure, again } = useAsked("uploads", async () =>
    bodyOf(api.GET("/v1/uploads", { params: { query: { limit: shownUploads } } })),
  );
  useLive("intake", again);
  const isAtWork = data?.uploads.some(({ status }) => !isSettled(status) && status !== "waiting") === true;
  usePolling(isAtWork ? workMilliseconds : idleMilliseconds, again);
  return (
    <>
      <PageTitle title={t.intake.title} lead={t.intake.lead} />
      <SendFile />
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined ? (
        failure === undefined && <Waiting />
      ) : data.uploads.length === 0 ? (
        <Empty title={t.intake.empty} hint={t.intake.emptyHint} />
      ) : (
        <div class="table-frame" tabIndex={0} role="group" aria-label={t.intake.title}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t.intake.file}</th>
                <th scope="col">{t.run.status}</th>
                <th scope="col" class="number">
                  {t.day.size}
                </th>
                <th scope="col">{t.intake.announced}</th>
              </tr>
            </thead>
            <tbody>
              {data.uploads.map(({ upload, name, client, status, bytes, createdAt }) => (
                <tr key={upload}>
                  <th scope="row">
                    <Link to={{ page: "upload", upload }}>{name}</Link> <span class="quiet">{client}</span>
                  </th>
                  <td>
                    <UploadBadge status={status} />
                  </td>
                  <td class="number">{bytesText(bytes, language)}</td>
                  <td>
                    <Moment time={createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
