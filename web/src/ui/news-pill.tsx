import { UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './news-pill.module.css';

interface NewsPillProps {
  count: number;
  onShow: () => void;
}

/** Says how many changes wait, and loads them when pressed: what is read does not jump by itself. */
export function NewsPill({ count, onShow }: NewsPillProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.place} role="status">
      {count > 0 && (
        <UnstyledButton className={classes.pill} onClick={onShow}>
          <IconArrowUp size={14} aria-hidden />
          {t('catalog.news', { count })}
        </UnstyledButton>
      )}
    </div>
  );
}
