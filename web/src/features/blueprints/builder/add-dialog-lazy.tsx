import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { createElement, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import classes from './add-dialog.module.css';
import { KINDS, type Kind } from './kinds';
import { NameFields } from './name-fields';

interface KindChoiceProps {
  kinds: Pick<Kind, 'id' | 'icon' | 'group'>[];
  value: string;
  onChange: (id: Kind['id']) => void;
}

function KindChoice({ kinds, value, onChange }: KindChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  const [find, setFind] = useState('');
  const said = ({ id: kind }: Pick<Kind, 'id'>) =>
    `${t(`builder.kind.${kind}.title`)} ${t(`builder.kind.${kind}.help`)}`.toLowerCase();
  const found = kinds.filter((kind) => said(kind).includes(find.trim().toLowerCase()));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <div>
      <TextInput
        aria-label={t('builder.add.find')}
        placeholder={t('builder.add.find')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
      <div className={classes.kinds}>
        {groups.map((group) => (
          <fieldset key={group} className={classes.group}>
            <legend>{t(`builder.kindGroup.${group}`)}</legend>
            {found
              .filter((kind) => kind.group === group)
              .map((kind) => (
                <label key={kind.id} className={classes.kind} data-on={kind.id === value || undefined}>
                  <input
                    type="radio"
                    name={id}
                    className="sr-only"
                    checked={kind.id === value}
                    aria-label={t(`builder.kind.${kind.id}.title`)}
                    onChange={() => onChange(kind.id)}
                  />
                  {createElement(kind.icon, { size: 17, stroke: 1.7, 'aria-hidden': true })}
                  <span>
                    <b>{t(`builder.kind.${kind.id}.title`)}</b>
                    <span>{t(`builder.kind.${kind.id}.help`)}</span>
                  </span>
                </label>
              ))}
          </fieldset>
        ))}
        {found.length === 0 && <p className="muted">{t('form.noMatch')}</p>}
      </div>
    </div>
  );
}

interface AddDialogProps {
  onAdd: (name: string, title: string, kind: Kind) => void;
  onClose: () => void;
}

/** Chooses a type by what it is for, and names the property. */
export default function AddPropertyDialog({ onAdd, onClose }: AddDialogProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind['id']>('text');
  const chosen = KINDS.find(({ id }) => id === kind);
  return (
    <Dialog title={t('builder.add.property')} onClose={onClose} size={680}>
      <NameFields section="properties" onClose={onClose} onAdd={(name, title) => chosen && onAdd(name, title, chosen)}>
        <KindChoice kinds={KINDS} value={kind} onChange={setKind} />
      </NameFields>
    </Dialog>
  );
}
