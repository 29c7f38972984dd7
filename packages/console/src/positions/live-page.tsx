import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { bodyOf } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { useLive, useLiveState, usePolling } from "../live/use-live.ts";
import { momentText } from "../format/time.ts";
import { StreetsNotice } from "../map/streets-notice.tsx";
import { Empty, FailureNotice, Notice, Waiting } from "../parts/notice.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { DeviceList } from "./device-list.tsx";
import { type KnownPositions, boundsOf, deviceKey, withPositions } from "./known-positions.ts";
import { PositionMap } from "./position-map.ts";

const maxPositions = 10_000;
const pollMilliseconds = 15_000;

/** Where devices are now, on a map and in a list. */
export function LivePage() {
  const { api, caller } = useSession();
  const { t, language } = useWording();
  const live = useLiveState();
  const [known, setKnown] = useState<KnownPositions>(new Map());
  const [pushedAt, setPushedAt] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const { data, failure, again } = useAsked("positions", async () =>
    bodyOf(api.GET("/v1/positions", { params: { query: { limit: maxPositions } } })),
  );
  useEffect(() => {
    if (data !== undefined) {
      setKnown((before) => withPositions(before, data.features));
    }
  }, [data]);
  useLive("positions", (message) => {
    if (message.type === "positions") {
      setKnown((before) => withPositions(before, message.features));
      setPushedAt(message.mergedAt);
    }
  });
  usePolling(live === "open" ? undefined : pollMilliseconds, again);
  const mergedAt = pushedAt ?? data?.mergedAt;

  return (
    <>
      <PageTitle title={t.positions.title} lead={t.positions.lead}>
        {mergedAt !== undefined && (
          <p class="small quiet">
            {t.positions.mergedAt(momentText(mergedAt, { timeZone: caller.timeZone, language }))}
          </p>
        )}
      </PageTitle>
      {failure !== undefined && <FailureNotice failure={failure} again={again} />}
      {data === undefined && failure === undefined && <Waiting />}
      {data !== undefined && known.size === 0 && (
        <Empty title={t.positions.empty} hint={t.positions.emptyHint} />
      )}
      <div class="live">
        <MapFrame known={known} chosen={chosen} onChoose={setChosen} />
        {known.size > 0 && <DeviceList known={known} chosen={chosen} onChoose={setChosen} />}
      </div>
    </>
  );
}

function MapFrame({
  known,
  chosen,
  onChoose,
}: {
  known: KnownPositions;
  chosen: string | undefined;
  onChoose: (device: string) => void;
}) {
  const { t } = useWording();
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<PositionMap>();
  const [isBlind, setIsBlind] = useState(false);
  const [streetsFault, setStreetsFault] = useState<string>();
  const bounds = useMemo(() => boundsOf(known.values()), [known]);
  const hasFitted = useRef(false);

  useEffect(() => {
    if (place.current === null) {
      return undefined;
    }
    try {
      const made = new PositionMap(place.current, onChoose, setStreetsFault);
      setMap(made);
      return () => made.remove();
    } catch {
      // A browser without WebGL: the list has everything that the map would show.
      setIsBlind(true);
      return undefined;
    }
  }, [onChoose]);
  useEffect(() => map?.show([...known.values()], chosen), [map, known, chosen]);
  useEffect(() => {
    if (map !== undefined && bounds !== undefined && !hasFitted.current) {
      hasFitted.current = true;
      map.fit(bounds);
    }
  }, [map, bounds]);
  useEffect(() => {
    const feature = [...known.values()].find((each) => deviceKey(each) === chosen);
    if (feature !== undefined) {
      map?.goTo(feature);
    }
    // Only a choice moves the map: a push that does would take it from whoever looks elsewhere.
  }, [map, chosen]);

  if (isBlind) {
    return <Notice tone="warn" title={t.positions.mapFailed} />;
  }
  return (
    <div class="live-map">
      {streetsFault !== undefined && <StreetsNotice fault={streetsFault} />}
      <div class="map-frame">
        <div ref={place} class="map" role="region" aria-label={t.positions.mapLabel} />
        {bounds !== undefined && (
          <button type="button" class="button button-small map-fit" onClick={() => map?.fit(bounds)}>
            {t.positions.fit}
          </button>
        )}
      </div>
    </div>
  );
}
