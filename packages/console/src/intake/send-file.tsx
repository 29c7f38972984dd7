import { useRef, useState } from "preact/hooks";
import type { ApiFailure } from "../api/failure.ts";
import { useWording } from "../app/context.ts";
import { bytesText } from "../format/number.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { refusalOf } from "./refusal.ts";
import { type UploadState, useUpload } from "./use-upload.ts";

/** Takes a file by a button or a drop and uploads it. What was chosen and typed stays when that fails. */
export function SendFile() {
  const { t, language } = useWording();
  const [file, setFile] = useState<File>();
  const [name, setName] = useState("");
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { state, start, cancel, forget } = useUpload();
  const isWorking = state.state === "working";
  const refusal = file && refusalOf({ name, bytes: file.size });

  function choose(chosen: File | undefined): void {
    if (chosen !== undefined && !isWorking) {
      setFile(chosen);
      setName(chosen.name);
      forget();
    }
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (file !== undefined && refusal === undefined && !isWorking) {
      start(file, name);
    }
  }

  return (
    <Panel title={t.send.title}>
      <form class="start-run" onSubmit={submit}>
        <div
          class={`drop ${isOver ? "drop-over" : ""}`}
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setIsOver(false);
            choose(event.dataTransfer?.files[0]);
          }}
        >
          <input
            ref={input}
            type="file"
            hidden
            onChange={({ currentTarget }) => {
              choose(currentTarget.files?.[0]);
              // The same file may be chosen again, after it was changed.
              currentTarget.value = "";
            }}
          />
          <button
            type="button"
            class="button"
            disabled={isWorking}
            aria-describedby="send-hint"
            onClick={() => input.current?.click()}
          >
            {file === undefined ? t.send.choose : t.send.chooseAnother}
          </button>
          <p id="send-hint" class="small quiet">
            {t.send.hint}
          </p>
          {file !== undefined && (
            <p class="file-name" role="status">
              {t.send.chosen(file.name, bytesText(file.size, language))}
            </p>
          )}
        </div>
        {file !== undefined && (
          <label class="field">
            <span class="field-label">{t.send.name}</span>
            <input
              class="input"
              value={name}
              autoComplete="off"
              disabled={isWorking}
              aria-describedby="send-name-hint"
              aria-invalid={refusal === "name"}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
            <span id="send-name-hint" class="small quiet">
              {t.send.nameHint}
            </span>
          </label>
        )}
        {refusal !== undefined && <Notice tone="bad" title={t.send.refusals[refusal]} live />}
        {state.state === "failed" && <SendFailure failure={state.failure} />}
        {state.state === "canceled" && <Notice tone="plain" title={t.send.canceled} live />}
        {isWorking && file !== undefined && <Progress state={state} bytes={file.size} />}
        {file !== undefined && (
          <div class="button-row">
            <button type="submit" class="button button-main" disabled={isWorking || refusal !== undefined}>
              {state.state === "failed" || state.state === "canceled" ? t.send.goOn : t.send.submit}
            </button>
            {isWorking && (
              <button type="button" class="button" onClick={cancel}>
                {t.send.cancel}
              </button>
            )}
          </div>
        )}
      </form>
    </Panel>
  );
}

function Progress({ state, bytes }: { state: Extract<UploadState, { state: "working" }>; bytes: number }) {
  const { t, language } = useWording();
  const label = t.send.steps[state.step];
  return (
    <div>
      <p>
        <span role="status">{label}</span>{" "}
        <span class="quiet">{t.send.of(bytesText(state.bytes, language), bytesText(bytes, language))}</span>
      </p>
      <progress class="progress" max={bytes} value={state.bytes} aria-label={label} />
      <p class="small quiet">{t.send.stay}</p>
    </div>
  );
}

/** Says in words what S3, the browser or a limit refused; other failures have the API's own words. */
function SendFailure({ failure }: { failure: ApiFailure }) {
  const { t } = useWording();
  const { failures } = t.send;
  const words =
    failure.status === 429
      ? failures.limit
      : failure.code === "Unreadable"
        ? failures.unreadable
        : failure.code === "BadDigest" || failure.code === "XAmzContentSHA256Mismatch"
          ? failures.changed
          : undefined;
  return words === undefined ? (
    <FailureNotice failure={failure} />
  ) : (
    <Notice tone="bad" title={words} live>
      <p class="cause">{failure.message}</p>
    </Notice>
  );
}
