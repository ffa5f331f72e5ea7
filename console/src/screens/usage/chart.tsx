import { useLingui } from '@lingui/react/macro';
import { integer } from '../../format/format.ts';
import type { Bar } from './figures.ts';
import classes from './usage.module.css';

const WIDTH = 1000;
const HEIGHT = 240;
const LEFT = 64;
const BOTTOM = 24;
const TOP = 10;

/** Groups that have a colour of their own; the rest share the last. */
const COLOURS = 5;

/** Stacked bars over time. The table beside it holds the same for those who do not see it. */
export function Chart({ bars, owners, nameOf, label, tick }: { bars: Bar[]; owners: string[]; nameOf: (owner: string) => string; label: string; tick: (start: number) => string }) {
  const { t } = useLingui();
  const own = owners.slice(0, owners.length > COLOURS ? COLOURS - 1 : COLOURS);
  const hasRest = owners.length > own.length;
  const stacks = bars.map(({ start, values }) => ({
    start,
    parts: [...own.map((owner) => values.get(owner) ?? 0), ...(hasRest ? [sum(owners.slice(own.length).map((owner) => values.get(owner) ?? 0))] : [])],
  }));
  const most = nice(Math.max(...stacks.map(({ parts }) => sum(parts)), 0));
  const step = (WIDTH - LEFT) / Math.max(stacks.length, 1);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  const every = Math.ceil(stacks.length / 8);
  return (
    <figure style={{ margin: 0 }}>
      <svg className={classes.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {[0, 0.5, 1].map((part) => (
          <line key={part} x1={LEFT} x2={WIDTH} y1={y(most * part)} y2={y(most * part)} vectorEffect="non-scaling-stroke" />
        ))}
        {stacks.map(({ start, parts }, index) => {
          let below = 0;
          return (
            <g key={start}>
              {parts.map((value, series) => {
                const rectangle =
                  value <= 0 ? null : (
                    <rect
                      key={series}
                      className={classes[`s${hasRest && series === own.length ? COLOURS - 1 : series}`]}
                      x={LEFT + index * step + step * 0.15}
                      width={step * 0.7}
                      y={y(below + value)}
                      height={Math.max(y(below) - y(below + value), 1)}
                    >
                      <title>{`${tick(start)} · ${own[series] === undefined ? t`그 밖` : nameOf(own[series])} · ${integer(value)}`}</title>
                    </rect>
                  );
                below += value;
                return rectangle;
              })}
            </g>
          );
        })}
      </svg>
      <Axis most={most} ticks={stacks.filter((_, index) => index % every === 0).map(({ start }) => tick(start))} />
      {owners.length > 1 ? (
        <ul className={classes.key}>
          {own.map((owner, series) => (
            <li key={owner}>
              <Swatch series={series} />
              {nameOf(owner)}
            </li>
          ))}
          {hasRest ? (
            <li>
              <Swatch series={COLOURS - 1} />
              {t`그 밖`}
            </li>
          ) : null}
        </ul>
      ) : null}
    </figure>
  );
}

function Axis({ most, ticks }: { most: number; ticks: string[] }) {
  const { t } = useLingui();
  return (
    <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8, fontSize: '0.8125rem', color: 'var(--mantine-color-dimmed)' }}>
      <span>{t`최대 ${most < 10 ? most.toPrecision(2) : integer(most)}`}</span>
      {ticks.length === 0 ? null : <span>{ticks[0]}</span>}
      {ticks.length < 3 ? null : <span>{ticks[Math.floor(ticks.length / 2)]}</span>}
      {ticks.length < 2 ? null : <span>{ticks.at(-1)}</span>}
    </div>
  );
}

function Swatch({ series }: { series: number }) {
  return (
    <svg width="14" height="14" aria-hidden="true">
      <rect width="14" height="14" rx="3" className={classes[`s${series}`]} />
    </svg>
  );
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The next round number. */
function nice(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
