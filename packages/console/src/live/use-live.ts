import { useEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../app/context.ts";
import type { LiveState } from "./connection.ts";
import type { LiveMessage, Topic } from "./message.ts";

/** Hears what is said of a topic while a part of the page is shown, if the key may hear of it. */
export function useLive(topic: Topic | undefined, hear: (message: LiveMessage) => void): void {
  const { live } = useSession();
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(
    () => (topic === undefined ? undefined : live.listen(topic, (message) => latest.current(message))),
    [live, topic],
  );
}

/** Returns whether the connection is open, and follows it. */
export function useLiveState(): LiveState {
  const { live } = useSession();
  const [state, setState] = useState(live.state);
  useEffect(() => {
    setState(live.state);
    return live.watch(setState);
  }, [live]);
  return state;
}

/**
 * Calls a function every `milliseconds` while something is to be looked at: what a page does where nothing is
 * pushed to it. A hidden page does not ask.
 */
export function usePolling(milliseconds: number | undefined, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (milliseconds === undefined) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") {
        latest.current();
      }
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}

/** Returns the present time, and again every `milliseconds`. */
export function useNow(milliseconds: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
