import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession, useWording } from "../app/context.ts";
import { clockText } from "../format/time.ts";
import { countText } from "../format/number.ts";
import type { Head } from "../picture/day-map-frame.tsx";
import { fixAt, paces, playedTo, wayMetres } from "./playback.ts";
import type { Track } from "./read-track.ts";

/** A map is drawn anew so often while a track plays. */
const frameMilliseconds = 100;

/**
 * Plays a track on the map above it: where the device was at each time of the day. It takes the focus, and
 * brings the map into view, as a track is asked for from further down.
 */
export function Playback({ track, onHead }: { track: Track; onHead: (head: Head | undefined) => void }) {
  const { caller } = useSession();
  const { t, language } = useWording();
  const first = track.times[0] ?? 0;
  const last = track.times.at(-1) ?? 0;
  const [time, setTime] = useState(first);
  const [pace, setPace] = useState<number>(paces[1]);
  const [isPlaying, setIsPlaying] = useState(false);
  const now = useRef(time);
  const play = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    play.current?.focus({ preventScroll: true });
    play.current?.closest("section")?.querySelector(".map-frame")?.scrollIntoView({ block: "start" });
  }, []);
  now.current = time;
  useEffect(() => {
    const fix = Math.max(0, fixAt(track.times, time));
    onHead({ longitude: track.longitudes[fix] ?? 0, latitude: track.latitudes[fix] ?? 0 });
  }, [track, time]);
  useEffect(() => () => onHead(undefined), []);
  useEffect(() => {
    if (!isPlaying) {
      return undefined;
    }
    const from = { time: now.current, at: performance.now() };
    const timer = setInterval(() => {
      const to = playedTo(from.time, performance.now() - from.at, { pace, last });
      setTime(to);
      if (to >= last) {
        setIsPlaying(false);
      }
    }, frameMilliseconds);
    return () => clearInterval(timer);
  }, [isPlaying, pace, last]);
  const clock = clockText(time, { timeZone: caller.timeZone, language });
  const kilometres = wayMetres(track.latitudes, track.longitudes) / 1_000;
  return (
    <div class="playback" role="group" aria-label={t.track.playback}>
      <button
        ref={play}
        type="button"
        class="button button-main"
        onClick={() => {
          setTime(time >= last ? first : time);
          setIsPlaying(!isPlaying);
        }}
      >
        {isPlaying ? t.track.pause : t.track.play}
      </button>
      <input
        type="range"
        min={first}
        max={last}
        step={1_000}
        value={time}
        aria-label={t.track.time}
        aria-valuetext={clock}
        onInput={({ currentTarget }) => setTime(Number(currentTarget.value))}
      />
      <output>{clock}</output>
      <label class="field-inline">
        <span class="field-label">{t.track.pace}</span>
        <select
          class="select"
          value={pace}
          onChange={({ currentTarget }) => setPace(Number(currentTarget.value))}
        >
          {paces.map((each) => (
            <option key={each} value={each}>
              {`× ${countText(each, language)}`}
            </option>
          ))}
        </select>
      </label>
      <span class="quiet">{t.track.way(countText(Math.round(kilometres * 10) / 10, language))}</span>
    </div>
  );
}
