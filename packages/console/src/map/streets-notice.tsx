import { useWording } from "../app/context.ts";
import { Notice } from "../parts/notice.tsx";

/** Says that streets, or a part of them, are missing from a map. */
export function StreetsNotice({ fault }: { fault: string }) {
  const { t } = useWording();
  return (
    <Notice tone="warn" title={t.positions.streetsFailed} live>
      <p class="mono small">{fault}</p>
    </Notice>
  );
}
