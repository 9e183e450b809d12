import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMapSearch, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityLink } from '@/features/entities/public';
import { usePage } from '@/lib/page';
import { isEntityHit, searchQuery } from './api';
import classes from './not-found.module.css';

/** The 404 page: what the address asked for is looked for in the catalog. */
export default function NotFoundPage({ path }: { path: string }) {
  const { t } = useTranslation();
  usePage(t('notFound.title'));
  const [text, setText] = useState(() => path.split('/').filter(Boolean).at(-1) ?? '');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const { data } = useQuery(searchQuery(asked, { types: ['entity'], limit: 6 }));
  const hits = (data?.results ?? []).filter(isEntityHit);
  return (
    <div className={classes.page}>
      <IconMapSearch size={30} stroke={1.5} aria-hidden />
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text', { path })}</p>
      <TextInput
        className={classes.field}
        aria-label={t('notFound.search')}
        placeholder={t('notFound.search')}
        data-page-search
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {asked !== '' && hits.length > 0 && (
        <ul className={classes.hits}>
          {hits.map((hit) => (
            <li key={`${hit.blueprint}/${hit.identifier}`}>
              <EntityLink {...hit} />
              <code className="faint truncate">{hit.identifier}</code>
            </li>
          ))}
        </ul>
      )}
      <Button variant="default" renderRoot={(props) => <Link {...props} to="/" />}>
        {t('notFound.home')}
      </Button>
    </div>
  );
}
