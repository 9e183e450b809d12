import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/contract';
import { Dialog } from '@/ui/dialog';
import classes from '../delete-dialog.module.css';
import './texts';

/** A moment as a datetime-local field writes it, in the person's own zone. */
function toLocal(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** Asks for the past instant at which to see the entity. */
export function AsOfDialog({ entity, onClose }: { entity: Entity; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [value, setValue] = useState(() => toLocal(new Date()));
  const moment = new Date(value);
  const invalid = Number.isNaN(moment.getTime());
  const open = () => {
    onClose();
    void navigate({
      to: '/e/$blueprint/$entity',
      params: { blueprint: entity.blueprint, entity: entity.identifier },
      search: { at: moment.toISOString() },
    });
  };
  return (
    <Dialog onClose={onClose} title={t('detail.past.title')} size={400}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!invalid) open();
        }}
      >
        <TextInput
          type="datetime-local"
          label={t('detail.past.instant')}
          description={t('detail.past.help')}
          value={value}
          min={toLocal(new Date(entity.createdAt))}
          max={toLocal(new Date())}
          onChange={(event) => setValue(event.currentTarget.value)}
          data-autofocus
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={invalid}>
            {t('detail.past.show')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
