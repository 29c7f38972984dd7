import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api, Caller } from "../api/client.ts";
import type { LiveConnection } from "../live/connection.ts";
import type { Dictionary, Language } from "../text/dictionary.ts";

/** What every page has of the one who signed in. */
export type Session = { api: Api; caller: Caller; live: LiveConnection };

/** The words, and how numbers and times are written. */
export type Wording = { t: Dictionary; language: Language };

export const SessionContext = createContext<Session | undefined>(undefined);
export const WordingContext = createContext<Wording | undefined>(undefined);

/** Returns the session. Throws an Error outside of one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) {
    throw new Error("A page of the console was shown without a session");
  }
  return session;
}

/** Returns the words of the chosen language. Throws an Error outside of the console. */
export function useWording(): Wording {
  const wording = useContext(WordingContext);
  if (wording === undefined) {
    throw new Error("A part of the console was shown without a language");
  }
  return wording;
}
