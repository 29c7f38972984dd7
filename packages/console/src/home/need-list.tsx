import type { ComponentChildren } from "preact";
import type { Status } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import type { Wording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Link } from "../parts/link.tsx";
import { Notice, Waiting } from "../parts/notice.tsx";
import type { Need, Verdict } from "./needs.ts";

/** What needs a person, each with why and where to mend it, and whether that is all. */
export function NeedList({
  needs,
  told,
  verdict,
  unread,
}: {
  needs: readonly Need[];
  told: Status["needs"];
  verdict: Verdict;
  unread: Status["unread"];
}) {
  const wording = useWording();
  const { t } = wording;
  const isEmpty = needs.length === 0 && told.length === 0;
  return (
    <ul class="plain-list">
      {needs.map((need) => {
        const { title, hint, tone, action } = shownNeed(need, wording);
        return (
          <li key={title}>
            <Notice tone={tone} title={title}>
              {need.kind === "runFailed" && need.cause !== undefined && <p class="cause">{need.cause}</p>}
              <p>{hint}</p>
              <p>{action}</p>
            </Notice>
          </li>
        );
      })}
      {told.map((need) => (
        <li key={need.what}>
          <Notice tone="warn" title={toldTitle(need, wording)}>
            {(need.kind === "alarm" || need.kind === "feedFailed") && (
              <p class="cause" lang="en">
                {need.what}
              </p>
            )}
            <p>{t.need.mend[need.kind]}</p>
            <p>{t.need.readAt(need.page)}</p>
          </Notice>
        </li>
      ))}
      {(isEmpty || verdict === "awaited" || verdict === "unread") && (
        <li>
          <VerdictNotice verdict={verdict} unread={unread} />
        </li>
      )}
    </ul>
  );
}

function VerdictNotice({ verdict, unread }: { verdict: Verdict; unread: Status["unread"] }) {
  const { t } = useWording();
  switch (verdict) {
    case "awaited":
      return <Waiting />;
    case "unread":
      return (
        <Notice tone="warn" title={t.home.needsUnread}>
          <p>{t.home.needsUnreadHint}</p>
          {unread.map(({ part, reason }) => (
            <p key={part} class="cause" lang="en">
              {`${part}: ${reason}`}
            </p>
          ))}
        </Notice>
      );
    case "noRun":
    case "running":
    case "exportsClear":
    case "clear":
      return (
        <Notice tone={verdict === "clear" ? "good" : "plain"} title={t.home.needsNothing}>
          <p>{t.home.needsNothingHints[verdict]}</p>
        </Notice>
      );
  }
}

function toldTitle(
  { kind, about = "", messages = 0 }: Status["needs"][number],
  { t, language }: Wording,
): string {
  switch (kind) {
    case "runFailed":
      return t.need.runFailed(about);
    case "deadLetters":
      return t.need.deadLetters(about, countText(messages, language));
    case "alarm":
    case "feedFailed":
    case "scheduleDisabled":
      return t.need[kind];
  }
}

type ShownNeed = { title: string; hint: string; tone: "bad" | "warn" | "plain"; action: ComponentChildren };

function shownNeed(need: Need, { t, language }: Wording): ShownNeed {
  const count = (value: number) => countText(value, language);
  const startRun = <Link to={{ page: "runs" }}>{t.home.startRun}</Link>;
  switch (need.kind) {
    case "runFailed": {
      const phase = Object.entries(t.run.phases).find(([name]) => name === need.phase)?.[1];
      const title = phase === undefined ? t.need.runFailed(need.run) : t.need.runFailedIn(need.run, phase);
      const action = <Link to={{ page: "run", run: need.run }}>{t.home.showRun}</Link>;
      return { title, hint: t.need.runFailedHint, tone: "bad", action };
    }
    case "noRun":
      return { title: t.need.noRun, hint: t.need.noRunHint, tone: "bad", action: startRun };
    case "datesMissing":
      return {
        title: `${t.need.datesMissing(count(need.dates.length))}: ${need.dates.slice(0, 5).join(", ")}`,
        hint: t.need.datesMissingHint,
        tone: "warn",
        action: startRun,
      };
    case "datesLeft":
      return {
        title: t.need.datesLeft(count(need.dates.length)),
        hint: t.need.datesLeftHint,
        tone: "warn",
        action: startRun,
      };
    case "lateRows":
      return {
        title: t.need.lateRows(need.date, count(need.rows)),
        hint: t.need.lateRowsHint,
        tone: "plain",
        action: <Link to={{ page: "day", date: need.date }}>{t.home.showDay}</Link>,
      };
  }
}
