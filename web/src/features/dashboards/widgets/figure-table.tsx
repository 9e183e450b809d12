import { formatNumber } from '@/lib/format';
import classes from './widgets.module.css';

interface FigureTableProps {
  head: [string, string];
  rows: { name: string; value: number }[];
}

/** The figures of a chart as a table. */
export function FigureTable({ head, rows }: FigureTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label={head[0]}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <th scope="col">{head[0]}</th>
            <th scope="col">{head[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatNumber(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
