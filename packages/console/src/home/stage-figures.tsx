import type { Status } from "../api/client.ts";
import { useSession, useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { durationText, minuteText } from "../format/time.ts";
import { Bars } from "../parts/bars.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { Ago, Moment } from "../parts/times.tsx";
import { tenMinutes } from "./ten-minutes.ts";

/** What has come in today, what waits, and when the next run is. */
export function StageFigures({ status }: { status: Status }) {
  const { t, language } = useWording();
  const { reports, queue, inbox, schedule } = status;
  const count = (value: number) => countText(value, language);
  return (
    <dl class="figures">
      {reports !== undefined && (
        <Figure
          label={t.home.received}
          hint={t.home.receivedHint(
            count(reports.totals.kept),
            count(reports.totals.equal),
            count(reports.totals.rejected),
          )}
        >
          {count(reports.totals.received)}
        </Figure>
      )}
      {queue !== undefined && (
        <Figure
          label={t.home.queue}
          hint={
            queue.oldestSeconds === undefined || queue.waiting === 0
              ? t.home.queueHint
              : t.home.queueAge(durationText(queue.oldestSeconds * 1_000))
          }
        >
          {count(queue.waiting + queue.inFlight)}
        </Figure>
      )}
      {inbox !== undefined && (
        <Figure
          label={t.home.inbox}
          hint={inbox.oldest === undefined ? t.home.inboxHint : <Ago time={inbox.oldest} />}
        >
          {count(inbox.objects)}
        </Figure>
      )}
      {schedule !== undefined && (
        <Figure label={t.home.nextRun} hint={schedule.next && <Moment time={schedule.next} />}>
          {schedule.enabled && schedule.next !== undefined ? <Ago time={schedule.next} /> : t.home.noNextRun}
        </Figure>
      )}
    </dl>
  );
}

/** Today's reports, in columns of ten minutes. */
export function ReportsToday({ reports }: { reports: NonNullable<Status["reports"]> }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const columns = tenMinutes(reports.received);
  const begin = Date.parse(reports.from);
  const clock = (column: number) => minuteText(begin + column * 600_000, caller.timeZone);
  const most = Math.max(0, ...columns);
  return (
    <Panel title={t.home.reportsToday}>
      <Bars
        label={`${t.home.reportsToday}: ${t.home.mostReports(countText(most, language), clock(columns.indexOf(most)))}`}
        values={columns.map((rows, column) => ({ date: clock(column), rows }))}
      />
      <div class="bars-ends small quiet">
        <span>{clock(0)}</span>
        <span>{clock(columns.length)}</span>
      </div>
    </Panel>
  );
}
