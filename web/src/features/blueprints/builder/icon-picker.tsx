import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityIcon } from '@/ui/entity-icon';
import classes from './icon-picker.module.css';

/** Names to choose from, each with an icon of its own. */
const ICON_NAMES = [
  'Box',
  'Microservice',
  'API',
  'System',
  'Domain',
  'Database',
  'Cloud',
  'Server',
  'Kubernetes',
  'Docker',
  'Deployment',
  'Package',
  'Git',
  'Github',
  'Team',
  'User',
  'Organization',
  'Alert',
  'Bug',
  'Flag',
  'Shield',
  'Key',
  'Lock',
  'Document',
  'Template',
  'World',
  'App',
  'Mobile',
  'Cpu',
  'Bolt',
  'Message',
  'Chart',
  'Calendar',
  'Location',
];

interface IconPickerProps {
  value: string | undefined;
  /** What the icon is of, for the one that its name suggests. */
  fallback?: string;
  onChange: (icon: string | undefined) => void;
}

/** Chooses an icon by looking; any other name that an API knows can be typed in the YAML. */
export function IconPicker({ value, fallback, onChange }: IconPickerProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const found = ICON_NAMES.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const choose = (name: string | undefined) => {
    onChange(name);
    setOpened(false);
  };
  return (
    <div className={classes.picker}>
      <span className={classes.label}>{t('builder.icon')}</span>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={286} trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant="default"
            fullWidth
            justify="start"
            aria-label={`${t('builder.icon')}: ${value || t('builder.iconNone')}`}
            leftSection={<EntityIcon icon={value} blueprint={fallback} size={16} />}
            onClick={() => setOpened(!opened)}
          >
            <span className="truncate">{value || t('builder.iconNone')}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className="row">
            <TextInput
              className="grow"
              aria-label={t('builder.iconFind')}
              placeholder={t('builder.iconFind')}
              leftSection={<IconSearch size={14} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {value && (
              <ActionIcon aria-label={t('builder.iconNone')} onClick={() => choose(undefined)}>
                <IconX size={15} />
              </ActionIcon>
            )}
          </div>
          <div className={classes.grid}>
            {found.map((name) => (
              <button
                key={name}
                type="button"
                className={classes.icon}
                aria-label={name}
                aria-pressed={name === value}
                title={name}
                onClick={() => choose(name)}
              >
                <EntityIcon icon={name} size={18} />
              </button>
            ))}
            {found.length === 0 && <p className="muted small">{t('form.noMatch')}</p>}
          </div>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
