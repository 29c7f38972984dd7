import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type ApiFailure, asFailure } from "./failure.ts";

export type Asked<Data> = {
  /** The newest answer, also while another is waited for. */
  data: Data | undefined;
  failure: ApiFailure | undefined;
  isWaiting: boolean;
  /** Asks again; what is shown stays until then. */
  again: () => void;
};

/** Asks when a page appears and whenever `subject` changes; an answer that comes after another is dropped. */
export function useAsked<Data>(subject: string, ask: () => Promise<Data>): Asked<Data> {
  const [state, setState] = useState<Omit<Asked<Data>, "again"> & { subject: string }>({
    subject,
    data: undefined,
    failure: undefined,
    isWaiting: true,
  });
  const newest = useRef(0);
  const latestAsk = useRef(ask);
  latestAsk.current = ask;
  const again = useCallback(() => {
    newest.current += 1;
    const mine = newest.current;
    setState((known) => ({
      subject,
      data: known.subject === subject ? known.data : undefined,
      failure: known.failure,
      isWaiting: true,
    }));
    void (async () => {
      try {
        const data = await latestAsk.current();
        if (mine === newest.current) {
          setState({ subject, data, failure: undefined, isWaiting: false });
        }
      } catch (error) {
        if (mine === newest.current) {
          setState((known) => ({ ...known, failure: asFailure(error), isWaiting: false }));
        }
      }
    })();
  }, [subject]);
  useEffect(() => {
    again();
    return () => {
      newest.current += 1;
    };
  }, [again]);
  return { ...state, again };
}
