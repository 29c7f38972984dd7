import { useMemo, useState } from "preact/hooks";
import { bodyOf, type Export } from "../api/client.ts";
import { useAsked } from "../api/use-asked.ts";
import { useSession, useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";
import { usePolling } from "../live/use-live.ts";
import { Boundary } from "../parts/boundary.tsx";
import { FailureNotice, Notice, Waiting } from "../parts/notice.tsx";
import { Figure, Panel } from "../parts/panel.tsx";
import { RejectedTable } from "../parts/rejected-table.tsx";
import { Playback } from "../track/playback-bar.tsx";
import type { Track } from "../track/read-track.ts";
import { TrackPanel } from "../track/track-panel.tsx";
import type { Hour, Picture } from "./cells.ts";
import { DayMapFrame, type Head } from "./day-map-frame.tsx";
import { Distributions } from "./distributions.tsx";
import { HourSlider } from "./hour-slider.tsx";
import { statisticsOf } from "./statistics.ts";

/** A picture follows its version by seconds, or minutes on a large day. */
const pollMilliseconds = 5_000;
/** A version that has none by then gets none: pictures may be off. */
const drawnWithinMilliseconds = 15 * 60_000;
const noGrids: Picture["grids"] = [];

/** What a day looks like: where its rows are, when, of whom, and the way of one device. */
export function DayPicture({ exported }: { exported: Export }) {
  const { api } = useSession();
  const { t } = useWording();
  const { date, version } = exported;
  const { data, failure, again } = useAsked(`${date} ${version}`, async () =>
    bodyOf(api.GET("/v1/exports/{date}/picture", { params: { path: { date }, query: { version } } })),
  );
  const isMissing = failure?.status === 404;
  const isAwaited = exported.current && Date.now() - Date.parse(exported.createdAt) < drawnWithinMilliseconds;
  usePolling(isMissing && isAwaited ? pollMilliseconds : undefined, again);
  if (data !== undefined) {
    return <ShownPicture picture={data} exported={exported} />;
  }
  if (isMissing) {
    return <WithoutPicture exported={exported} isAwaited={isAwaited} />;
  }
  return (
    <Panel title={t.picture.title}>
      {failure === undefined ? <Waiting /> : <FailureNotice failure={failure} again={again} />}
    </Panel>
  );
}

function WithoutPicture({ exported, isAwaited }: { exported: Export; isAwaited: boolean }) {
  const { t } = useWording();
  const [track, setTrack] = useState<Track>();
  const [head, setHead] = useState<Head>();
  return (
    <>
      <Panel title={t.picture.title}>
        <Notice tone="plain" title={t.picture.missing}>
          <p>{isAwaited ? t.picture.missingHint : t.picture.missingOld}</p>
        </Notice>
        {track !== undefined && (
          <Boundary>
            <DayMapFrame grids={noGrids} hour={undefined} track={track} head={head}>
              <Playback key={track.device} track={track} onHead={setHead} />
            </DayMapFrame>
          </Boundary>
        )}
      </Panel>
      <TrackPanel busiest={[]} exported={exported} onTrack={setTrack} />
    </>
  );
}

function ShownPicture({ picture, exported }: { picture: Picture; exported: Export }) {
  const { t, language } = useWording();
  const [hour, setHour] = useState<Hour>();
  const [track, setTrack] = useState<Track>();
  const [head, setHead] = useState<Head>();
  const shown = useMemo(() => statisticsOf(picture, hour), [picture, hour]);
  return (
    <>
      <Panel title={t.picture.title}>
        <HourSlider picture={picture} hour={hour} onHour={setHour} />
        <Boundary>
          <DayMapFrame grids={picture.grids} hour={hour} track={track} head={head}>
            {track !== undefined && <Playback key={track.device} track={track} onHead={setHead} />}
          </DayMapFrame>
        </Boundary>
        <dl class="figures figures-flat">
          <Figure label={t.day.rows}>{countText(shown.rows, language)}</Figure>
          <Figure label={t.picture.devices}>{countText(shown.devices, language)}</Figure>
          {(["zero", "speed", "jump"] as const).map((quality) => (
            <Figure key={quality} label={t.picture.qualities[quality]}>
              {countText(shown.quality[quality], language)}
            </Figure>
          ))}
          {picture.ledger !== undefined && (
            <Figure label={t.picture.rejected} hint={t.picture.rejectedHint}>
              {countText(picture.ledger.rowsRejected, language)}
            </Figure>
          )}
        </dl>
        {picture.ledger?.rejected !== undefined && <RejectedTable rejected={picture.ledger.rejected} />}
        <Distributions shown={shown} />
      </Panel>
      <TrackPanel busiest={picture.busiest} exported={exported} onTrack={setTrack} />
    </>
  );
}
