import { ActionIcon, Tooltip } from '@mantine/core';
import { type Icon, IconArrowDown, IconArrowUp, IconCopy, IconCursorText, IconTrash } from '@tabler/icons-react';
import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toastUndo } from '@/ui/toast';
import { keyOf, useForm } from './context';
import {
  addPart,
  copyPart,
  freeName,
  namesIn,
  partsOf,
  removePart,
  requiredOf,
  type Section,
  setRequired,
} from './edits';
import classes from './form.module.css';

interface PartActionsProps {
  section: Section;
  name: string;
  title: string;
  onUp?: () => void;
  onDown?: () => void;
}

/** What can be done to a part as a whole. */
export function PartActions({ section, name, title, onUp, onDown }: PartActionsProps) {
  const { t } = useTranslation();
  const { data, edit, rename, setOpen } = useForm();
  const duplicate = () => {
    const copy = freeName(name, namesIn(data, section));
    edit(copyPart(section, name, copy, t('builder.part.copyTitle', { title })));
    setOpen(keyOf(section, copy));
  };
  const remove = () => {
    const parts = partsOf(data, section);
    const at = parts.findIndex(([each]) => each === name);
    const part = parts[at]?.[1] ?? {};
    const required = section === 'properties' && requiredOf(data).includes(name);
    edit(removePart(section, name));
    toastUndo(t('builder.part.removed', { name: title }), () => {
      edit(addPart(section, name, part, at));
      if (required) edit(setRequired(name, true));
    });
  };
  return (
    <div className={classes.actions}>
      <Action icon={IconArrowUp} label={t('builder.part.up', { name: title })} onClick={onUp} />
      <Action icon={IconArrowDown} label={t('builder.part.down', { name: title })} onClick={onDown} />
      <span className="grow" />
      <Action
        icon={IconCursorText}
        label={t('builder.part.rename', { name: title })}
        onClick={() => rename(section, name)}
      />
      <Action icon={IconCopy} label={t('builder.part.copy', { name: title })} onClick={duplicate} />
      <Action icon={IconTrash} label={t('builder.part.remove', { name: title })} onClick={remove} danger />
    </div>
  );
}

interface ActionProps {
  icon: Icon;
  label: string;
  onClick?: () => void;
  danger?: boolean;
}

function Action({ icon, label, onClick, danger }: ActionProps) {
  return (
    <Tooltip label={label} disabled={!onClick}>
      <ActionIcon aria-label={label} disabled={!onClick} onClick={onClick} color={danger ? 'var(--bad)' : undefined}>
        {createElement(icon, { size: 16, stroke: 1.7 })}
      </ActionIcon>
    </Tooltip>
  );
}
