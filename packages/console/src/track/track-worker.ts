import { type Asked, type LinkedFile, rangedFile } from "./ranged-file.ts";
import { readTrack, type Track } from "./read-track.ts";

/** What the page asks of the worker. */
export type TrackRequest = { files: readonly LinkedFile[]; device: string };
/** What the worker answers: its progress, then the track or the reason for its failure. */
export type TrackAnswer =
  | { type: "asked"; asked: Asked }
  | { type: "track"; track: Track; asked: Asked }
  | { type: "failed"; reason: string };

// Unpacking a row group takes longer than a page may be without an answer to its user.
addEventListener("message", ({ data }: MessageEvent<TrackRequest>) => void answer(data));

async function answer({ files, device }: TrackRequest): Promise<void> {
  const asked: Asked = { requests: 0, bytes: 0 };
  const say = (said: TrackAnswer, transfer: Transferable[] = []) => postMessage(said, { transfer });
  const ranged = files.map((file) =>
    rangedFile(file, ({ requests, bytes }) => {
      asked.requests += requests;
      asked.bytes += bytes;
      say({ type: "asked", asked });
    }),
  );
  try {
    const track = await readTrack(ranged, device);
    const { times, latitudes, longitudes, speeds, accuracies, batteries } = track;
    const lists = [times, latitudes, longitudes, speeds, accuracies, batteries];
    say(
      { type: "track", track, asked },
      lists.map(({ buffer }) => buffer),
    );
  } catch (error) {
    say({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}
