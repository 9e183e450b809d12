import { IconHistoryOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import classes from './detail/entity.module.css';
import PastBar from './detail/past-bar-lazy';
import type { NotThen } from './not-then';

/** Says that an entity did not exist yet, and leads to when it did. */
export default function NotThenPage({ entity, at }: NotThen) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = entity.title || entity.identifier;
  usePage(name, [{ label: t('nav.catalog') }]);
  const move = (to: string | undefined) =>
    void navigate({
      to: '/e/$blueprint/$entity',
      params: { blueprint: entity.blueprint, entity: entity.identifier },
      search: to ? { at: to } : {},
      replace: true,
    });
  return (
    <>
      <div className={classes.plain}>
        <PageHeader
          icon={<EntityIcon icon={entity.icon} blueprint={entity.blueprint} size={22} />}
          title={name}
          description={<code>{entity.identifier}</code>}
        />
      </div>
      <PastBar entity={entity} at={at} absent onMove={move} />
      <Empty
        icon={<IconHistoryOff size={28} stroke={1.5} />}
        title={t('detail.past.notYet', { name })}
        text={t('detail.past.notYetText', { when: formatDateTime(entity.createdAt) })}
      />
    </>
  );
}
