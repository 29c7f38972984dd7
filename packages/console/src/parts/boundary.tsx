import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { asFailure } from "../api/failure.ts";
import { useWording } from "../app/context.ts";
import { Notice } from "./notice.tsx";
import { PageTitle } from "./page-title.tsx";

/**
 * Says of a part of the console that cannot be loaded or shown why; what is around it goes on.
 * @param page path of a whole page: another one is tried again
 */
export function Boundary({ page, children }: { page?: string; children: ComponentChildren }) {
  const { t } = useWording();
  const [fault, reset] = useErrorBoundary((error: unknown) => reportError(error)) as [unknown, () => void];
  useEffect(reset, [page]);
  if (fault === undefined) {
    return children;
  }
  return (
    <>
      {page !== undefined && <PageTitle title={t.failure.notShown} />}
      <Notice tone="bad" title={t.failure.notShown} live>
        <p>{t.failure.notShownHint}</p>
        <p class="cause">{asFailure(fault).message}</p>
        <button type="button" class="button" onClick={() => globalThis.location.reload()}>
          {t.failure.reload}
        </button>
      </Notice>
    </>
  );
}
