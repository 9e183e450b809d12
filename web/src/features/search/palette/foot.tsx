import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui/kbd';
import classes from './palette.module.css';

/** The keys that work here. */
export function PaletteFoot({ scoped }: { scoped: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.foot} aria-hidden>
      <span>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('palette.move')}
      </span>
      <span>
        <Kbd>↵</Kbd> {t('palette.open')}
      </span>
      <span>
        <Kbd>Ctrl ↵</Kbd> {t('palette.newTab')}
      </span>
      {scoped && (
        <span>
          <Kbd>Tab</Kbd> {t('palette.scope')}
        </span>
      )}
      <span>
        <Kbd>&gt;</Kbd> {t('palette.commands')}
      </span>
      <span>
        <Kbd>@</Kbd> {t('palette.peopleOnly')}
      </span>
    </div>
  );
}
