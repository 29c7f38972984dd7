import type { ComponentChildren } from "preact";
import type { ApiFailure } from "../api/failure.ts";
import { useWording } from "../app/context.ts";

/** Says what is the matter and what to do. */
export function Notice({
  tone,
  title,
  children,
  live,
}: {
  tone: "bad" | "warn" | "good" | "plain";
  title: string;
  children?: ComponentChildren;
  /** Read aloud when it appears. */
  live?: boolean;
}) {
  return (
    <div class={`notice notice-${tone}`} role={live === true ? "alert" : undefined}>
      <p class="notice-title">{title}</p>
      {children}
    </div>
  );
}

/** What went wrong with a request, in its own words. */
export function FailureNotice({ failure, again }: { failure: ApiFailure; again?: () => void }) {
  const { t } = useWording();
  const text =
    failure.status === 0
      ? t.failure.unreachable
      : failure.status === 403 && failure.code === "Status403"
        ? t.failure.forbidden
        : failure.message;
  return (
    <Notice tone="bad" title={t.failure.title} live>
      <p>{text}</p>
      {failure.requestId !== undefined && <p class="quiet mono">{t.failure.request(failure.requestId)}</p>}
      {again !== undefined && (
        <button type="button" class="button" onClick={again}>
          {t.failure.again}
        </button>
      )}
    </Notice>
  );
}

/** What a list says that has nothing yet. */
export function Empty({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <p>{hint}</p>
      {children}
    </div>
  );
}

/** Holds the place of what is asked for. */
export function Waiting() {
  const { t } = useWording();
  return (
    <p class="waiting" role="status">
      <span class="waiting-dot" aria-hidden="true" />
      {t.shell.loading}
    </p>
  );
}
