import { IconDownload, IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import classes from './catalog.module.css';

interface BulkBarProps {
  count: number;
  onExport: () => void;
  onEdit: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done to all selected rows at once. */
export default function BulkBar({ count, onExport, onEdit, onDelete, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('catalog.bulk')}>
      <b role="status">{t('catalog.selected', { count })}</b>
      <button type="button" onClick={onExport}>
        <IconDownload size={15} aria-hidden />
        {t('catalog.exportSelected')}
      </button>
      {may('update:entities') && (
        <button type="button" onClick={onEdit}>
          <IconPencil size={15} aria-hidden />
          {t('bulk.edit')}
        </button>
      )}
      {may('delete:entities') && (
        <button type="button" onClick={onDelete}>
          <IconTrash size={15} aria-hidden />
          {t('catalog.deleteSelected')}
        </button>
      )}
      <button type="button" aria-label={t('catalog.clearSelection')} onClick={onClear}>
        <IconX size={15} aria-hidden />
      </button>
    </div>
  );
}
