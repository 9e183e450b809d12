import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import classes from './widgets.module.css';

interface WideTableProps {
  head: string[];
  rows: { key: string | number; name: string; values: (number | null | undefined)[] }[];
}

/** Several figures of each of several things, as a table. */
export function WideTable({ head, rows }: WideTableProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label={t('dashboards.asTable')}>
      <table className={classes.figures}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, values }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {head.slice(1).map((column, place) => {
                const value = values[place];
                return <td key={column}>{typeof value === 'number' ? formatNumber(value) : '–'}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
