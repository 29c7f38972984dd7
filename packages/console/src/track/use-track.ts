import { useEffect, useRef, useState } from "preact/hooks";
import type { Asked, LinkedFile } from "./ranged-file.ts";
import type { Track } from "./read-track.ts";
import type { TrackAnswer, TrackRequest } from "./track-worker.ts";

export type TrackState =
  | { state: "none" }
  | { state: "reading"; device: string; asked: Asked }
  | { state: "read"; device: string; asked: Asked; track: Track }
  | { state: "failed"; device: string; reason: string };

/** Reads the rows of a device in a worker; one that is asked for later takes the place of the one before. */
export function useTrack(): {
  track: TrackState;
  read: (device: string, files: readonly LinkedFile[]) => void;
} {
  const [track, setTrack] = useState<TrackState>({ state: "none" });
  const worker = useRef<Worker | undefined>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  const read = (device: string, files: readonly LinkedFile[]): void => {
    worker.current?.terminate();
    const made = new Worker(new URL("./track-worker.ts", import.meta.url), { type: "module" });
    worker.current = made;
    setTrack({ state: "reading", device, asked: { requests: 0, bytes: 0 } });
    made.addEventListener("message", ({ data }: MessageEvent<TrackAnswer>) => {
      setTrack(stateOf(device, data));
      if (data.type !== "asked") {
        made.terminate();
      }
    });
    made.addEventListener("error", ({ message }) => {
      setTrack({ state: "failed", device, reason: message });
    });
    made.postMessage({ files, device } satisfies TrackRequest, []);
  };
  return { track, read };
}

function stateOf(device: string, answer: TrackAnswer): TrackState {
  switch (answer.type) {
    case "asked":
      return { state: "reading", device, asked: answer.asked };
    case "track":
      return { state: "read", device, asked: answer.asked, track: answer.track };
    case "failed":
      return { state: "failed", device, reason: answer.reason };
  }
}
