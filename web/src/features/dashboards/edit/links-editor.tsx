import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { WidgetProps } from '@rjsf/utils';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './edit.module.css';

interface LinkLine {
  title?: string;
  url?: string;
  [key: string]: unknown;
}

/** Links as lines of a title and an address. */
export function LinksEditor({ id, label, value, rawErrors, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const links = (Array.isArray(value) ? value : []) as LinkLine[];
  const set = (place: number, part: LinkLine) => onChange(links.with(place, { ...links[place], ...part }));
  return (
    <fieldset className={classes.lines} id={id}>
      <legend>{label}</legend>
      {links.map((link, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
        <div key={place} className={classes.line}>
          <TextInput
            aria-label={t('dashboards.linkTitle', { place: place + 1 })}
            placeholder={t('dashboards.fields.title')}
            value={link.title ?? ''}
            onChange={(event) => set(place, { title: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('dashboards.linkUrl', { place: place + 1 })}
            placeholder="https://"
            value={link.url ?? ''}
            onChange={(event) => set(place, { url: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t('dashboards.removeLink', { place: place + 1 })}
            onClick={() => onChange(links.toSpliced(place, 1))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {rawErrors?.[0] && <p className={classes.error}>{rawErrors[0]}</p>}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...links, { title: '', url: '' }])}
      >
        {t('dashboards.addLink')}
      </Button>
    </fieldset>
  );
}
