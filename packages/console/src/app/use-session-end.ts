import { useCallback, useEffect, useRef } from "preact/hooks";
import { apiWith, bodyOf, type Caller, isRefusal } from "../api/client.ts";
import { asFailure } from "../api/failure.ts";

type SignedIn = { key: string; caller: Caller };

/** How long a timer can wait at most. */
const maxTimerMilliseconds = 2 ** 31 - 1;

/**
 * Watches whether what a person signed in with has ended: asks the stage when a session is due to end, and
 * whenever the returned function is called. A request may also be refused for want of a right.
 */
export function useSessionEnd(signedIn: SignedIn | undefined, onEnd: (ended: SignedIn) => void): () => void {
  const latest = useRef({ signedIn, onEnd });
  latest.current = { signedIn, onEnd };
  const isAsking = useRef(false);
  const check = useCallback(() => {
    const { signedIn: asked } = latest.current;
    if (asked === undefined || isAsking.current) {
      return;
    }
    isAsking.current = true;
    void (async () => {
      const isEnded = await isRefused(asked.key);
      isAsking.current = false;
      if (isEnded && latest.current.signedIn === asked) {
        latest.current.onEnd(asked);
      }
    })();
  }, []);
  const expiresAt = signedIn?.caller.session?.expiresAt;
  useEffect(() => {
    if (expiresAt === undefined) {
      return undefined;
    }
    const left = Math.min(Math.max(0, Date.parse(expiresAt) - Date.now()), maxTimerMilliseconds);
    const timer = setTimeout(check, left);
    return () => clearTimeout(timer);
  }, [expiresAt, check]);
  return check;
}

async function isRefused(key: string): Promise<boolean> {
  try {
    await bodyOf(apiWith(key).GET("/v1/caller"));
    return false;
  } catch (error) {
    // A stage that does not answer has not ended anything.
    return isRefusal(asFailure(error).status);
  }
}
