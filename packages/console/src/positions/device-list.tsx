import { useMemo, useState } from "preact/hooks";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Ago } from "../parts/times.tsx";
import { deviceKey, type KnownPositions, matching } from "./known-positions.ts";

/** A longer list is searched, not scrolled. */
const maxListed = 200;

/** The devices of the map, as a list to be searched and read. */
export function DeviceList({
  known,
  chosen,
  onChoose,
}: {
  known: KnownPositions;
  chosen: string | undefined;
  onChoose: (device: string) => void;
}) {
  const { t, language } = useWording();
  const [text, setText] = useState("");
  const found = useMemo(() => matching(known, text), [known, text]);
  const listed = found.slice(0, maxListed);
  const count = (value: number) => countText(value, language);
  return (
    <section class="devices" aria-label={t.positions.devices}>
      <label class="field">
        <span class="field-label">{t.positions.filter}</span>
        <input
          class="input"
          type="search"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      {found.length === 0 && <p class="quiet">{t.positions.noMatch}</p>}
      {found.length > listed.length && (
        <p class="small quiet">{t.positions.more(count(listed.length), count(found.length))}</p>
      )}
      <ul class="device-list">
        {listed.map((feature) => {
          const { deviceId, timestamp, source } = feature.properties;
          const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
          const key = deviceKey(feature);
          return (
            <li key={key}>
              <button
                type="button"
                class="device"
                aria-pressed={key === chosen}
                onClick={() => onChoose(key)}
              >
                <span class="visually-hidden">{t.positions.show} </span>
                <span class="device-name">
                  {deviceId}
                  {source !== undefined && <span class="quiet"> · {source}</span>}
                </span>
                <span class="device-place mono small">
                  {latitude.toFixed(5)}, {longitude.toFixed(5)}
                </span>
                <span class="small">
                  <Ago time={timestamp} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
