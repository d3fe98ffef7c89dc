import type { MonthCount } from './months';

const height = 150;
const slot = 56; // of one month
const bar = 30;
const top = 18; // for the figure above the highest bar
const bottom = 20; // for the month

/** Bars of the months, drawn to their own size: few months stay narrow, many scroll. */
export function MonthChart({ series, label }: { series: MonthCount[]; label: string }) {
  const highest = Math.max(1, ...series.map(({ persons }) => persons));
  const room = height - top - bottom;
  return (
    <figure className="month-chart">
      <figcaption>{label}</figcaption>
      <svg width={series.length * slot} height={height} role="img" aria-label={`${label}：${series.map(({ month, persons }) => `${month} ${persons}`).join('，')}`}>
        <line x1={0} x2={series.length * slot} y1={height - bottom} y2={height - bottom} className="axis" />
        {series.map(({ month, persons }, at) => {
          const tall = (persons / highest) * room;
          const middle = at * slot + slot / 2;
          return (
            <g key={month}>
              <rect x={middle - bar / 2} width={bar} y={height - bottom - tall} height={tall} rx={2} />
              {persons > 0 && <text x={middle} y={height - bottom - tall - 5}>{persons}</text>}
              <text x={middle} y={height - 5} className="muted">{month.slice(2)}</text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
