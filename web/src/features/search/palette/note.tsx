import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import type { Palette } from './groups';
import classes from './palette.module.css';

/** Says why nothing is listed, that the search failed, or, to who cannot see it, how much was found. */
export function PaletteNote({ palette, count }: { palette: Palette; count: number }) {
  const { t } = useTranslation();
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const { mode, text, blueprint } = palette.asked;
  const note = (): string => {
    if (palette.failed) return t('palette.failed');
    if (palette.searching) return '';
    if (text === '' && mode === 'people') return t('palette.people');
    if (text === '' && blueprint !== null) {
      return t('palette.within', {
        title: blueprints.find((each) => each.identifier === blueprint)?.title ?? blueprint,
      });
    }
    // The line that leads to the page of results stands there whatever was found.
    const found = text !== '' && mode === 'all' && blueprint === null ? count - 1 : count;
    if (found > 0) return '';
    return t(mode === 'commands' ? 'palette.noCommand' : 'palette.none', { query: text });
  };
  return (
    <>
      <p className={classes.note} role="status">
        {note()}
      </p>
      <span className="sr-only" role="status">
        {!palette.searching && text !== '' && count > 0 && t('palette.found', { count })}
      </span>
    </>
  );
}
