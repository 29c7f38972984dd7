import { useState } from "preact/hooks";
import { useWording } from "../app/context.ts";

/** Copies a text, and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useWording();
  const [isCopied, setIsCopied] = useState(false);
  return (
    <button
      type="button"
      class="button button-small"
      aria-label={`${isCopied ? t.day.copied : t.day.copy}: ${label}`}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
      }}
      onBlur={() => setIsCopied(false)}
    >
      {isCopied ? t.day.copied : t.day.copy}
    </button>
  );
}
