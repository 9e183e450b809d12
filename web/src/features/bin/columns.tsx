import type { TFunction } from 'i18next';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import type { Column } from '@/ui/data-table/types';
import { Time } from '@/ui/time';
import type { BinItem, Gone } from './api';
import classes from './bin.module.css';

/** What people call a deleted object. */
export function nameOf({ title, identifier }: Gone): string {
  return title || identifier;
}

/** How many objects went besides the first. */
export function othersOf({ counts }: BinItem): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0) - 1;
}

/** The table of deletions. */
export function binColumns(t: TFunction): Column<BinItem>[] {
  return [
    {
      id: 'name',
      label: t('bin.column.name'),
      width: 300,
      cell: (item) => (
        <span className={classes.name}>
          <b className="truncate">{nameOf(item.first)}</b>
          {othersOf(item) > 0 && <span className="faint small">{t('bin.others', { count: othersOf(item) })}</span>}
        </span>
      ),
    },
    {
      id: 'kind',
      label: t('bin.column.kind'),
      width: 170,
      cell: ({ first }) => (
        <span className={classes.name}>
          <Badge tone={first.kind === 'entity' ? 'mute' : 'info'}>{t(`bin.kind.${first.kind}`)}</Badge>
          {first.kind === 'entity' && <span className="truncate muted">{first.blueprint}</span>}
        </span>
      ),
    },
    {
      id: 'identifier',
      label: t('bin.column.identifier'),
      width: 180,
      cell: ({ first }) => <code className="truncate">{first.identifier}</code>,
    },
    {
      id: 'by',
      label: t('bin.column.by'),
      width: 180,
      cell: ({ deletedBy }) => {
        const name = deletedBy.name || deletedBy.id || t('entity.change.unknown');
        return (
          <span className={classes.name}>
            <Avatar name={name} size={20} square={deletedBy.type !== 'user'} />
            <span className="truncate">{name}</span>
          </span>
        );
      },
    },
    { id: 'at', label: t('bin.column.at'), width: 120, cell: ({ deletedAt }) => <Time at={deletedAt} /> },
    { id: 'expires', label: t('bin.column.expires'), width: 150, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  ];
}
