import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/ui/page-header';
import classes from './imports.module.css';

const TABS = [
  { at: 'history', to: '/imports' },
  { at: 'sources', to: '/imports/sources' },
] as const;

/** The head of the pages about imports: their history, and the sources they left behind. */
export function ImportsHeader() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader
        icon={<IconFileImport size={20} />}
        title={t('nav.imports')}
        description={t('imports.text')}
        actions={
          <Button
            leftSection={<IconPlus size={15} />}
            renderRoot={(props) => <Link {...props} to="/imports/new" search={{}} />}
          >
            {t('imports.new')}
          </Button>
        }
      />
      <nav className={classes.tabs} aria-label={t('nav.imports')}>
        {TABS.map(({ at: name, to }) => (
          <Link key={name} to={to} activeOptions={{ exact: true, includeSearch: false }}>
            {t(`imports.tab.${name}`)}
          </Link>
        ))}
      </nav>
    </>
  );
}
