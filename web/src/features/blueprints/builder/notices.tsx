import { useTranslation } from 'react-i18next';
import { formatRelative } from '@/lib/format';
import classes from './builder.module.css';
import type { Draft } from './use-draft';

/** What a person must know of the draft: that it came back, or that the form waits for the YAML. */
export function Notices({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <>
      {draft.restored && (
        <p className={classes.notice} role="status">
          {t('builder.restored', { when: formatRelative(draft.restored) })}{' '}
          <button type="button" className="link plain" onClick={draft.discard}>
            {t('builder.discard')}
          </button>
        </p>
      )}
      {!draft.readable && (
        <p className={classes.notice} role="status" data-tone="warn">
          <b>{t('builder.readOnly')}</b> {t('builder.readOnlyText')}
        </p>
      )}
    </>
  );
}
