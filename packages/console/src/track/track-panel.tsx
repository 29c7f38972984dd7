import { useEffect, useMemo, useState } from "preact/hooks";
import type { Export } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import type { Picture } from "../picture/cells.ts";
import { BusiestDevices } from "./busiest-devices.tsx";
import type { Track } from "./read-track.ts";
import { TrackTable } from "./track-table.tsx";
import { useTrack } from "./use-track.ts";

/** The way of one device, read from the Parquet files by ranges, for the map to play back. */
export function TrackPanel({
  busiest,
  exported: { parquet, supplements, removedAt },
  onTrack,
}: {
  busiest: Picture["busiest"];
  exported: Export;
  onTrack: (track: Track | undefined) => void;
}) {
  const { t, language } = useWording();
  const [device, setDevice] = useState("");
  const { track: state, read } = useTrack();
  const files = useMemo(
    () => [...parquet, ...supplements.flatMap((each) => (each.parquet === undefined ? [] : [each.parquet]))],
    [parquet, supplements],
  );
  const track = state.state === "read" && state.track.times.length > 0 ? state.track : undefined;
  useEffect(() => onTrack(track), [track]);
  if (removedAt !== undefined || files.length === 0) {
    return (
      <Panel title={t.track.title}>
        <p class="quiet">{t.track.noFiles}</p>
      </Panel>
    );
  }
  const show = (name: string): void => {
    setDevice(name);
    read(name, files);
  };
  return (
    <Panel title={t.track.title}>
      <form
        class="field-inline"
        onSubmit={(event) => {
          event.preventDefault();
          if (device.trim() !== "") {
            show(device.trim());
          }
        }}
      >
        <label class="field-label" htmlFor="track-device">
          {t.positions.device}
        </label>
        <input
          id="track-device"
          class="input"
          value={device}
          autoComplete="off"
          onInput={({ currentTarget }) => setDevice(currentTarget.value)}
        />
        <button type="submit" class="button button-main">
          {t.track.show}
        </button>
      </form>
      {state.state === "reading" && (
        <p class="quiet" role="status">
          {t.track.reading(bytesText(state.asked.bytes, language))}
        </p>
      )}
      {state.state === "failed" && (
        <Notice tone="bad" title={t.track.failed(state.device)} live>
          <p class="cause">{state.reason}</p>
        </Notice>
      )}
      {state.state === "read" && (
        <p role="status">
          {state.track.times.length === 0
            ? t.track.none(state.device)
            : t.track.read(state.device, countText(state.track.times.length, language))}{" "}
          <span class="quiet small">
            {t.track.asked(countText(state.asked.requests, language), bytesText(state.asked.bytes, language))}
          </span>
        </p>
      )}
      {track !== undefined && <TrackTable track={track} />}
      {busiest.length > 0 && <BusiestDevices busiest={busiest} onChoose={show} />}
    </Panel>
  );
}
