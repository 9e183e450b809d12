import { lazy, Suspense, useMemo } from 'react';
import { Skeleton } from '../skeleton';
import classes from './chart.module.css';
import {
  barOption,
  lineOption,
  type Palette,
  type Part,
  pieOption,
  type Series,
  type Slice,
  type Stack,
  sparkOption,
  stackOption,
} from './options';
import { usePalette } from './use-palette';

const Canvas = lazy(() => import('./chart-lazy'));

interface SharesProps {
  kind: 'pie' | 'bar';
  slices: Slice[];
  /** The whole chart as one sentence. */
  label: string;
  format: (value: number) => string;
  onPick?: (name: string) => void;
}

/** How a whole is shared: a ring with its legend, or bars. Every name leads on by mouse and by keyboard. */
export function SharesChart({ kind, slices, label, format, onPick }: SharesProps) {
  const palette = usePalette();
  const colored = useMemo(
    () =>
      slices.map((slice, place) => ({
        ...slice,
        color: slice.color ? palette.token(slice.color) : colorAt(kind, palette.series, place),
      })),
    [slices, kind, palette],
  );
  const option = useMemo(
    () => (kind === 'pie' ? pieOption(colored, palette) : barOption(colored, palette)),
    [kind, colored, palette],
  );
  return (
    <figure className={classes.shares} data-kind={kind} aria-label={label}>
      <div className={kind === 'pie' ? classes.ring : undefined}>
        <Suspense fallback={<Skeleton kind="lines" rows={4} />}>
          <Canvas option={option} onPick={onPick} />
        </Suspense>
        <ul className={kind === 'pie' ? classes.legend : 'sr-only'}>
          {colored.map(({ name, value, color }) => (
            <li key={name}>
              <i style={{ background: color }} aria-hidden />
              {onPick ? (
                <button type="button" className="truncate" onClick={() => onPick(name)}>
                  {name}
                </button>
              ) : (
                <span className="truncate">{name}</span>
              )}
              <b className="figures">{format(value)}</b>
            </li>
          ))}
        </ul>
      </div>
    </figure>
  );
}

function colorAt(kind: 'pie' | 'bar', series: string[], place: number): string | undefined {
  return kind === 'bar' ? series[0] : series[place % series.length];
}

/** Each in the colour of its token, or else in the next of the palette. */
function inColor<Named extends Part>(parts: Named[], palette: Palette): Named[] {
  return parts.map((part, place) => ({
    ...part,
    color: part.color ? palette.token(part.color) : palette.series[place % palette.series.length],
  }));
}

function Legend({ parts }: { parts: Part[] }) {
  return (
    <ul className={classes.row}>
      {parts.map(({ name, color }) => (
        <li key={name}>
          <i style={{ background: color }} aria-hidden />
          <span className="truncate">{name}</span>
        </li>
      ))}
    </ul>
  );
}

interface StacksProps {
  stacks: Stack[];
  parts: Part[];
  label: string;
  onPick?: (name: string) => void;
}

/** Bars of parts with a legend. Every bar leads on by mouse and by keyboard. */
export function StacksChart({ stacks, parts, label, onPick }: StacksProps) {
  const palette = usePalette();
  const colored = useMemo(() => inColor(parts, palette), [parts, palette]);
  const option = useMemo(() => stackOption(stacks, colored, palette), [stacks, colored, palette]);
  return (
    <figure className={classes.lines} aria-label={label}>
      <Legend parts={colored} />
      <Suspense fallback={<Skeleton kind="lines" rows={4} />}>
        <Canvas option={option} onPick={onPick} />
      </Suspense>
      {onPick && (
        <ul className="sr-only">
          {stacks.map(({ name }) => (
            <li key={name}>
              <button type="button" onClick={() => onPick(name)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

interface LinesProps {
  series: Series[];
  label: string;
  xTitle?: string;
  yTitle?: string;
}

/** Series over time, with a legend when there are several. */
export function LinesChart({ series, label, xTitle, yTitle }: LinesProps) {
  const palette = usePalette();
  const colored = useMemo(() => inColor(series, palette), [series, palette]);
  const option = useMemo(
    () => lineOption(colored, palette, { x: xTitle, y: yTitle }),
    [colored, palette, xTitle, yTitle],
  );
  return (
    <figure className={classes.lines} aria-label={label}>
      {series.length > 1 && <Legend parts={colored} />}
      <Suspense fallback={<Skeleton kind="lines" rows={4} />}>
        <Canvas option={option} />
      </Suspense>
    </figure>
  );
}

/** A small line beside a figure; the figure's words say what it shows. */
export function Sparkline({ points }: { points: [number, number | null][] }) {
  const palette = usePalette();
  const option = useMemo(() => sparkOption(points, palette), [points, palette]);
  return (
    <div className={classes.spark} aria-hidden>
      <Suspense fallback={null}>
        <Canvas option={option} />
      </Suspense>
    </div>
  );
}
