import { useSession, useWording } from "../app/context.ts";
import { agoText, momentText } from "../format/time.ts";
import { useNow } from "../live/use-live.ts";

/** A moment in the stage's zone, with its offset. */
export function Moment({ time }: { time: string }) {
  const { caller } = useSession();
  const { language } = useWording();
  return (
    <time dateTime={time} class="moment">
      {momentText(time, { timeZone: caller.timeZone, language })}
    </time>
  );
}

/** How long ago a moment was; it counts on. */
export function Ago({ time }: { time: string }) {
  const { language } = useWording();
  const now = useNow(10_000);
  return (
    <time dateTime={time} class="quiet">
      {agoText(time, now, language)}
    </time>
  );
}
