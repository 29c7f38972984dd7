import { useEffect, useMemo, useState } from "preact/hooks";
import { apiWith, bodyOf, type Caller, isRefusal } from "../api/client.ts";
import { asFailure } from "../api/failure.ts";
import { LiveConnection } from "../live/connection.ts";
import { Boundary } from "../parts/boundary.tsx";
import { Waiting } from "../parts/notice.tsx";
import { dictionaryOf, type Language } from "../text/dictionary.ts";
import { keepKey, keepLanguage, keepTheme, keptKey, keptLanguage, keptTheme, type Theme } from "./choices.ts";
import { type Session, SessionContext, WordingContext } from "./context.ts";
import { goTo, useRoute } from "./location.ts";
import { Pages } from "./pages.tsx";
import { pathOf } from "./route.ts";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import type { SignInReason } from "./sign-in-reason.tsx";
import { takeTicket } from "./ticket.ts";
import { useSessionEnd } from "./use-session-end.ts";

type SignedIn = { key: string; caller: Caller };

/**
 * The console: whoever has signed in sees its pages, and everybody else where to sign in.
 * @param ticket of the link by which the page was opened
 */
export function App({ ticket }: { ticket: string | undefined }) {
  const [theme, setTheme] = useState(keptTheme);
  const [language, setLanguage] = useState(keptLanguage);
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [isResuming, setIsResuming] = useState(ticket !== undefined || keptKey() !== undefined);
  const [reason, setReason] = useState<SignInReason>();
  const route = useRoute();
  const wording = useMemo(() => ({ t: dictionaryOf(language), language }), [language]);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  useEffect(() => {
    void begin(ticket);
    // A link that is opened in a tab of the console does not load the page anew.
    const follow = () => {
      const given = takeTicket();
      // The link past the navigation has a fragment, too.
      if (given !== undefined) {
        void begin(given);
      }
    };
    globalThis.addEventListener("hashchange", follow);
    return () => globalThis.removeEventListener("hashchange", follow);
  }, []);

  /** Signs in by a link's ticket, or else by what the tab has kept. */
  async function begin(given: string | undefined): Promise<void> {
    if (given !== undefined) {
      try {
        const { token } = await bodyOf(apiWith().POST("/v1/sessions", { body: { ticket: given } }));
        keepKey(token);
        setReason(undefined);
      } catch (error) {
        setReason(asFailure(error).status === 401 ? "linkSpent" : "linkUnanswered");
      }
    }
    const key = keptKey();
    if (key !== undefined) {
      await resume(key);
    }
    setIsResuming(false);
  }

  /** After a reload the key of the tab is tried again. */
  async function resume(key: string): Promise<void> {
    try {
      setSignedIn({ key, caller: await bodyOf(apiWith(key).GET("/v1/caller")) });
    } catch (error) {
      if (isRefusal(asFailure(error).status)) {
        forget(endOf(key));
      } else {
        setReason("unanswered");
      }
    }
  }

  function forget(why: SignInReason | undefined): void {
    keepKey(undefined);
    setReason(why);
    setSignedIn(undefined);
  }

  async function signOut({ key, caller }: SignedIn): Promise<void> {
    forget(undefined);
    // Whoever signs in next begins at the first page: the last one may need a right that they lack.
    goTo({ page: "home" });
    if (caller.session === undefined) {
      return;
    }
    try {
      await bodyOf(apiWith(key).DELETE("/v1/sessions/current"));
    } catch (error) {
      // What is refused has ended already.
      if (!isRefusal(asFailure(error).status)) {
        setReason("notEnded");
      }
    }
  }

  const checkEnd = useSessionEnd(signedIn, ({ key }) => forget(endOf(key)));
  const session = useMemo(
    () => (signedIn === undefined ? undefined : sessionOf(signedIn, checkEnd)),
    [signedIn, checkEnd],
  );
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
          reason={reason}
          preferences={preferences}
          onSignIn={(key, caller) => {
            keepKey(key);
            setReason(undefined);
            setSignedIn({ key, caller });
          }}
        />
      ) : (
        <SessionContext.Provider value={session}>
          <Shell
            route={route}
            preferences={preferences}
            onSignOut={() => {
              if (signedIn !== undefined) {
                void signOut(signedIn);
              }
            }}
          >
            <Boundary page={pathOf(route)}>
              <Pages route={route} />
            </Boundary>
          </Shell>
        </SessionContext.Provider>
      )}
    </WordingContext.Provider>
  );
}

/** What has ended, of what the tab has kept. */
function endOf(key: string): SignInReason {
  return key.startsWith("ses_") ? "sessionEnded" : "keyEnded";
}

function sessionOf({ key, caller }: SignedIn, onRefused: () => void): Session {
  const api = apiWith(key, onRefused);
  const live = new LiveConnection(async () => (await bodyOf(api.POST("/v1/tickets"))).url);
  return { api, caller, live };
}
