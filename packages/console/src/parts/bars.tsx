import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";

const height = 72;
const step = 12;
const width = 9;

/** A column for each date or time, by its rows; `label` says in words what they show. */
export function Bars({
  values,
  label,
}: {
  values: readonly { date: string; rows: number }[];
  label: string;
}) {
  const { language } = useWording();
  const most = Math.max(1, ...values.map(({ rows }) => rows));
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${Math.max(values.length, 1) * step} ${height}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
    >
      {values.map(({ date, rows }, index) => {
        const tall = Math.max(rows > 0 ? 2 : 0, (rows / most) * (height - 2));
        return (
          <rect key={date} x={index * step + 1} y={height - tall} width={width} height={tall}>
            <title>{`${date}: ${countText(rows, language)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
