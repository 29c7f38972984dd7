import { useRef, useState } from "preact/hooks";
import { apiWith, bodyOf, type Caller, canBeKey } from "../api/client.ts";
import { type ApiFailure, asFailure, failureOf } from "../api/failure.ts";
import { Notice } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { type SignInReason, SignInReasonNotice } from "./sign-in-reason.tsx";
import { useWording } from "./context.ts";
import { Preferences, type PreferencesProps } from "./preferences.tsx";

type SignInProps = {
  /** Why there is no session, where one was expected. */
  reason: SignInReason | undefined;
  onSignIn: (key: string, caller: Caller) => void;
  preferences: PreferencesProps;
};

/** Asks for a key, and tries it before anything else is shown. What was typed stays if it is refused. */
export function SignIn({ reason, onSignIn, preferences }: SignInProps) {
  const { t } = useWording();
  const field = useRef<HTMLInputElement>(null);
  const [isShown, setIsShown] = useState(false);
  const [isWaiting, setIsWaiting] = useState(false);
  const [isEmpty, setIsEmpty] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const key = field.current?.value.trim() ?? "";
    setFailure(undefined);
    setIsEmpty(key === "");
    if (key === "") {
      field.current?.focus();
      return;
    }
    if (!canBeKey(key)) {
      setFailure(failureOf(403, undefined));
      field.current?.focus();
      return;
    }
    setIsWaiting(true);
    try {
      onSignIn(key, await bodyOf(apiWith(key).GET("/v1/caller")));
    } catch (error) {
      setFailure(asFailure(error));
      setIsWaiting(false);
      field.current?.focus();
    }
  }

  const entry = {
    ref: field,
    class: "input mono",
    name: "key",
    autocomplete: "current-password",
    autocapitalize: "none",
    spellcheck: false,
    "aria-describedby": "key-hint",
    "aria-invalid": isEmpty || failure?.status === 403 || failure?.status === 401,
  } as const;
  return (
    <div class="sign-in">
      <main class="sign-in-card" id="page">
        <p class="brand brand-large" aria-hidden="true">
          <span class="brand-mark" /> Ashiato <span lang="ja">足跡</span>
        </p>
        <PageTitle title={t.signIn.title} lead={t.signIn.lead} />
        {reason !== undefined && failure === undefined && <SignInReasonNotice reason={reason} />}
        {failure !== undefined && <SignInFailure failure={failure} />}
        <form onSubmit={(event) => void submit(event)} noValidate>
          <label class="field">
            <span class="field-label">{t.signIn.key}</span>
            {isShown ? <input {...entry} type="text" /> : <input {...entry} type="password" />}
          </label>
          <p id="key-hint" class={isEmpty ? "field-error" : "quiet"}>
            {isEmpty ? t.signIn.empty : t.signIn.keyHint}
          </p>
          <label class="check">
            <input type="checkbox" checked={isShown} onChange={() => setIsShown(!isShown)} />
            {t.signIn.show}
          </label>
          <button type="submit" class="button button-main button-wide" disabled={isWaiting}>
            {isWaiting ? t.signIn.waiting : t.signIn.submit}
          </button>
          <p class="quiet small">{t.signIn.kept}</p>
        </form>
      </main>
      <footer class="sign-in-foot">
        <Preferences {...preferences} />
      </footer>
    </div>
  );
}

function SignInFailure({ failure }: { failure: ApiFailure }) {
  const { t } = useWording();
  if (failure.status === 0) {
    return (
      <Notice tone="bad" title={t.signIn.unreachable} live>
        <p>{t.signIn.unreachableHint}</p>
      </Notice>
    );
  }
  if (failure.status === 401 || failure.status === 403) {
    return (
      <Notice tone="bad" title={t.signIn.refused} live>
        <p>{t.signIn.refusedHint}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title={t.failure.title} live>
      <p>{failure.message}</p>
    </Notice>
  );
}
