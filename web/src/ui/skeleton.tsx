import { useTranslation } from 'react-i18next';
import classes from './skeleton.module.css';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

interface SkeletonProps {
  kind: 'page' | 'table' | 'lines' | 'editor';
  rows?: number;
}

/** Grey shapes with the geometry of what will come; they appear only after 150 ms. */
export function Skeleton({ kind, rows = 6 }: SkeletonProps) {
  const { t } = useTranslation();
  const lines = ROWS.slice(0, rows);
  return (
    <div className={classes.skeleton} data-kind={kind} role="status" aria-label={t('loading')}>
      {kind === 'page' && (
        <div className={classes.head}>
          <span className={classes.tile} />
          <span className={classes.title} />
        </div>
      )}
      {lines.map((line) => (
        <span key={line} className={classes.line} />
      ))}
    </div>
  );
}
