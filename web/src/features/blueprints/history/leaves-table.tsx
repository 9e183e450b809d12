import { useTranslation } from 'react-i18next';
import { formatList } from '@/lib/format';
import { writeYaml } from '@/lib/yaml-doc';
import classes from './history.module.css';
import type { Leaf } from './leaves';

/** What differs between two versions of a blueprint, each part with what it was and what it is. */
export function Leaves({ leaves }: { leaves: Leaf[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.diff}>
      <thead className="sr-only">
        <tr>
          <th>{t('builder.history.part')}</th>
          <th>{t('diff.before')}</th>
          <th>{t('diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {leaves.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{path.startsWith('order.') ? t('builder.history.order') : pathShown(path)}</th>
            <td>
              <Side value={before} mark="del" />
            </td>
            <td>
              <Side value={after} mark="ins" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function pathShown(path: string): string {
  return path
    .replace(/^schema\.(properties\.)?/, '')
    .split('.')
    .join(' › ');
}

function Side({ value, mark: Mark }: { value: unknown; mark: 'del' | 'ins' }) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return <span className="faint">{t('diff.nothing')}</span>;
  const simple = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  const said = simple
    ? formatList(value.map(String))
    : typeof value === 'object'
      ? writeYaml(value).trim()
      : String(value);
  return <Mark>{said.length > 2000 ? `${said.slice(0, 2000)}…` : said}</Mark>;
}
