import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { StreetsNotice } from "../map/streets-notice.tsx";
import { Notice } from "../parts/notice.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import type { Track } from "../track/read-track.ts";
import { trackBounds } from "../track/track-line.ts";
import {
  boundsOfCells,
  busiestCells,
  type Grid,
  gridAt,
  type Hour,
  type Picture,
  type Shading,
  shadingOf,
} from "./cells.ts";
import type { DayMap } from "./day-map.ts";

export type Head = { longitude: number; latitude: number };

/** The map with its legend; a browser without WebGL has the legend and the busiest cells. */
export function DayMapFrame({
  grids,
  hour,
  track,
  head,
  children,
}: {
  /** None before there is a picture: a track is drawn over the land alone. */
  grids: Picture["grids"];
  hour: Hour;
  track: Track | undefined;
  head: Head | undefined;
  /** What plays the track: right beneath the map, so that both are in view. */
  children?: ComponentChildren;
}) {
  const { t } = useWording();
  const { place, map, isBlind, shownGrid, streetsFault } = useDayMap(grids.length);
  const bounds = useMemo(() => grids.map((grid) => boundsOfCells(grid)).at(-1), [grids]);
  const grid = grids[shownGrid];
  const shading = useMemo(() => grid && shadingOf(grid, hour), [grid, hour]);
  useEffect(() => map?.show(grids), [map, grids]);
  // After the frame that moves the slider: without a graphics card the map takes longer than the page.
  useEffect(() => {
    if (shading !== undefined) {
      map?.shade(shownGrid, shading);
    }
  }, [map, grids, shading]);
  useEffect(() => {
    if (bounds !== undefined) {
      map?.fit(bounds);
    }
  }, [map, bounds]);
  useEffect(() => {
    map?.showTrack(track);
    const area = track && trackBounds(track);
    if (area !== undefined) {
      map?.fit(area);
    }
  }, [map, track]);
  useEffect(() => map?.showHead(head), [map, head]);
  return (
    <>
      {isBlind ? (
        <Notice tone="warn" title={t.picture.mapFailed} />
      ) : (
        <div class="map-frame map-frame-day">
          <div ref={place} class="map" role="region" aria-label={t.picture.mapLabel} />
          {bounds !== undefined && (
            <button type="button" class="button button-small map-fit" onClick={() => map?.fit(bounds)}>
              {t.positions.fit}
            </button>
          )}
        </div>
      )}
      {children}
      {streetsFault !== undefined && <StreetsNotice fault={streetsFault} />}
      {grid !== undefined && shading !== undefined && <Legend grid={grid} shading={shading} />}
    </>
  );
}

/** Makes the map once its code is there: it is most of the console's. */
function useDayMap(grids: number) {
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<DayMap>();
  const [isBlind, setIsBlind] = useState(false);
  const loaded = useLoaded(() => import("./day-map.ts"));
  const [streetsFault, setStreetsFault] = useState<string>();
  const [shownGrid, setShownGrid] = useState(gridAt(0, grids));
  useEffect(() => {
    if (place.current === null || loaded === undefined) {
      return undefined;
    }
    try {
      const made = new loaded.DayMap(place.current, setShownGrid, setStreetsFault);
      setMap(made);
      return () => made.remove();
    } catch {
      setIsBlind(true);
      return undefined;
    }
  }, [loaded]);
  return { place, map, isBlind, shownGrid, streetsFault };
}

const shownCells = 10;

function Legend({ grid, shading }: { grid: Grid; shading: Shading }) {
  const { t, language } = useWording();
  const cells = busiestCells(grid, shading, shownCells).map(({ latitude, longitude, rows }) => ({
    place: `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`,
    rows,
  }));
  return (
    <>
      <p class="legend small">
        <span class="quiet">{t.picture.rowsOfCell}</span>
        {shading.bounds.map((bound, step) => (
          <span key={bound} class="legend-step">
            <span class={`scale-step shade-${step + 1}`} aria-hidden="true" />
            {countText(bound, language)}–
          </span>
        ))}
      </p>
      {grid.otherRows > 0 && (
        <p class="small quiet">
          {t.picture.otherCells(countText(grid.otherCells, language), countText(grid.otherRows, language))}
        </p>
      )}
      <details>
        <summary>{t.picture.busiestCells}</summary>
        <table class="table" aria-label={t.picture.busiestCells}>
          <thead>
            <tr>
              <th scope="col">{t.positions.place}</th>
              <th scope="col" class="number">
                {t.day.rows}
              </th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ place, rows }) => (
              <tr key={place}>
                <th scope="row">{place}</th>
                <td class="number">{countText(rows, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
