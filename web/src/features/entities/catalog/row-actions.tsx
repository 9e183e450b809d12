import { IconEye, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/contract';
import { useMay } from '@/features/identity/public';
import type { RowActions, RowMenuItem } from '@/ui/data-table/types';
import { toast } from '@/ui/toast';
import { entityHref } from '../entity-link';
import { type Item, isGroupItem } from './rows';
import type { Catalog } from './use-catalog';

/** What can be done to one row: open, preview, edit, copy its link, delete. */
export function useRowActions({ page, change }: Catalog, onDelete: (entity: Entity) => void): RowActions<Item> {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const router = useRouter();
  const editable = may('update:entities');
  const deletable = may('delete:entities');
  return useMemo(() => {
    const params = (entity: Entity) => ({ blueprint: page.blueprint, entity: entity.identifier });
    const href = (entity: Entity) => entityHref(page.blueprint, entity.identifier);
    const preview = (entity: Entity) => change({ peek: entity.identifier });
    const copy = (entity: Entity) =>
      void navigator.clipboard.writeText(`${location.origin}${href(entity)}`).then(() => toast(t('action.copied')));
    const edit = (entity: Entity) =>
      void navigate({ to: '/e/$blueprint/$entity/edit', params: params(entity), search: {} });
    const menu = (entity: Entity): RowMenuItem[] => {
      const items: (RowMenuItem | false)[] = [
        { label: t('catalog.preview'), icon: <IconEye size={15} />, onSelect: () => preview(entity) },
        editable && { label: t('catalog.edit'), icon: <IconPencil size={15} />, onSelect: () => edit(entity) },
        { label: t('catalog.copyLink'), icon: <IconLink size={15} />, onSelect: () => copy(entity) },
        deletable && {
          label: t('catalog.delete'),
          icon: <IconTrash size={15} />,
          danger: true,
          onSelect: () => onDelete(entity),
        },
      ];
      return items.filter((item) => item !== false);
    };
    return {
      href: (item) => (isGroupItem(item) ? '' : href(item)),
      go: (to) => router.history.push(to),
      preview: (item) => isGroupItem(item) || preview(item),
      menu: (item) => (isGroupItem(item) ? [] : menu(item)),
    };
  }, [page.blueprint, change, navigate, router, editable, deletable, onDelete, t]);
}
