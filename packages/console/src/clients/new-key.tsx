import { useWording } from "../app/context.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Notice } from "../parts/notice.tsx";

/** A key that the stage shows this once, and keeps no more than a hash of. */
export function NewKey({ of, text }: { of: string; text: string }) {
  const { t } = useWording();
  return (
    <Notice tone="good" title={t.clients.newKey(of)} live>
      <p>{t.clients.newKeyHint}</p>
      <p class="new-key">
        <code>{text}</code> <CopyButton text={text} label={t.clients.key} />
      </p>
    </Notice>
  );
}
