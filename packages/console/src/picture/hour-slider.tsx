import { useId } from "preact/hooks";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { Bars } from "../parts/bars.tsx";
import type { Hour, Picture } from "./cells.ts";
import { byHour } from "./statistics.ts";

const wholeDay = -1;
const lastHour = 23;

/** Chooses an hour of the day, or the whole day, under its rows by hour. */
export function HourSlider({
  picture,
  hour,
  onHour,
}: {
  picture: Picture;
  hour: Hour;
  onHour: (hour: Hour) => void;
}) {
  const { t, language } = useWording();
  const id = useId();
  const rows = byHour(picture, (each) => each.rows);
  const name = hour === undefined ? t.picture.wholeDay : hourText(hour);
  const busiest = rows.indexOf(Math.max(...rows));
  return (
    <div class="hours">
      <Bars
        values={rows.map((count, index) => ({ date: hourText(index), rows: count }))}
        label={t.picture.byHour(hourText(busiest), countText(rows[busiest] ?? 0, language))}
      />
      <div class="hours-choice">
        <label htmlFor={id}>{t.picture.hour}</label>
        <input
          id={id}
          type="range"
          min={wholeDay}
          max={lastHour}
          value={hour ?? wholeDay}
          aria-valuetext={name}
          onInput={({ currentTarget }) => {
            const value = Number(currentTarget.value);
            onHour(value === wholeDay ? undefined : value);
          }}
        />
        <output htmlFor={id}>{name}</output>
      </div>
    </div>
  );
}

/** Returns an hour of the stage's zone, such as `09:00–10:00`. */
function hourText(hour: number): string {
  const two = (value: number) => `${String(value).padStart(2, "0")}:00`;
  return `${two(hour)}–${two(hour + 1)}`;
}
