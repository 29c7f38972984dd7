import { useEffect, useMemo, useState } from "preact/hooks";
import { apiWith, bodyOf, type Caller } from "../api/client.ts";
import { asFailure } from "../api/failure.ts";
import { LiveConnection } from "../live/connection.ts";
import { Waiting } from "../parts/notice.tsx";
import { dictionaryOf, type Language } from "../text/dictionary.ts";
import { keepKey, keepLanguage, keepTheme, keptKey, keptLanguage, keptTheme, type Theme } from "./choices.ts";
import { type Session, SessionContext, WordingContext } from "./context.ts";
import { useRoute } from "./location.ts";
import { Pages } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";

type SignedIn = { key: string; caller: Caller };

/** The console: whoever has signed in sees its pages, and everybody else where to sign in. */
export function App() {
  const [theme, setTheme] = useState(keptTheme);
  const [language, setLanguage] = useState(keptLanguage);
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [isResuming, setIsResuming] = useState(keptKey() !== undefined);
  const [hasEnded, setHasEnded] = useState(false);
  const route = useRoute();
  const wording = useMemo(() => ({ t: dictionaryOf(language), language }), [language]);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  useEffect(() => {
    const key = keptKey();
    if (key !== undefined) {
      void resume(key);
    }
  }, []);

  /** After a reload the key of the tab is tried again. */
  async function resume(key: string): Promise<void> {
    try {
      setSignedIn({ key, caller: await bodyOf(apiWith(key).GET("/v1/caller")) });
    } catch (error) {
      const { status } = asFailure(error);
      if (status === 401 || status === 403) {
        keepKey(undefined);
        setHasEnded(true);
      }
    }
    setIsResuming(false);
  }

  const session = useMemo(() => (signedIn === undefined ? undefined : sessionOf(signedIn)), [signedIn]);
  useEffect(() => () => session?.live.close(), [session]);

  const preferences = {
    theme,
    onTheme: (chosen: Theme) => {
      keepTheme(chosen);
      setTheme(chosen);
    },
    onLanguage: (chosen: Language) => {
      keepLanguage(chosen);
      setLanguage(chosen);
    },
  };
  return (
    <WordingContext.Provider value={wording}>
      {isResuming ? (
        <Waiting />
      ) : session === undefined ? (
        <SignIn
          hasEnded={hasEnded}
          preferences={preferences}
          onSignIn={(key, caller) => {
            keepKey(key);
            setHasEnded(false);
            setSignedIn({ key, caller });
          }}
        />
      ) : (
        <SessionContext.Provider value={session}>
          <Shell
            route={route}
            preferences={preferences}
            onSignOut={() => {
              keepKey(undefined);
              setSignedIn(undefined);
            }}
          >
            <Pages route={route} />
          </Shell>
        </SessionContext.Provider>
      )}
    </WordingContext.Provider>
  );
}

function sessionOf({ key, caller }: SignedIn): Session {
  const api = apiWith(key);
  const live = new LiveConnection(async () => (await bodyOf(api.POST("/v1/tickets"))).url);
  return { api, caller, live };
}
