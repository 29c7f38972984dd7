import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiFailure, asFailure } from "../api/failure.ts";
import { useSession } from "../app/context.ts";
import { goTo } from "../app/location.ts";
import { uploadFile, type UploadStep } from "./upload-file.ts";

export type UploadState =
  | { state: "idle" | "canceled" }
  | ({ state: "working" } & UploadStep)
  | { state: "failed"; failure: ApiFailure };

type Begun = { file: File; name: string; upload: string };

/** Uploads a file and goes to its page; one that broke off goes on where it was. */
export function useUpload() {
  const { api } = useSession();
  const [state, setState] = useState<UploadState>({ state: "idle" });
  const working = useRef<AbortController | undefined>(undefined);
  const begun = useRef<Begun | undefined>(undefined);
  const isWorking = state.state === "working";
  useEffect(() => () => working.current?.abort(), []);
  useEffect(() => {
    if (!isWorking) {
      return undefined;
    }
    const ask = (event: Event) => event.preventDefault();
    globalThis.addEventListener("beforeunload", ask);
    return () => globalThis.removeEventListener("beforeunload", ask);
  }, [isWorking]);

  async function start(file: File, name: string): Promise<void> {
    const controller = new AbortController();
    working.current = controller;
    setState({ state: "working", step: "hashing", bytes: 0 });
    const known = begun.current;
    const { signal } = controller;
    try {
      const upload = await uploadFile({
        api,
        file,
        name,
        begun: known?.file === file && known.name === name ? known.upload : undefined,
        signal,
        onBegun: (id) => {
          begun.current = { file, name, upload: id };
        },
        onStep: (step) => {
          if (!signal.aborted) {
            setState({ state: "working", ...step });
          }
        },
      });
      begun.current = undefined;
      goTo({ page: "upload", upload });
    } catch (error) {
      setState(signal.aborted ? { state: "canceled" } : { state: "failed", failure: asFailure(error) });
    }
  }

  return {
    state,
    start: (file: File, name: string) => void start(file, name),
    cancel: () => working.current?.abort(),
    forget: () => setState({ state: "idle" }),
  };
}
