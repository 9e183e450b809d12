import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { useForm } from './context';
import { COMPUTED, type ComputedSection, type Part } from './edits';
import { NameFields } from './name-fields';
import { text } from './text';

interface AddRelationDialogProps {
  onAdd: (name: string, part: Part) => void;
  onClose: () => void;
}

/** Asks where a new relation points, and names it. */
export function AddRelationDialog({ onAdd, onClose }: AddRelationDialogProps) {
  const { t } = useTranslation();
  const { data, known } = useForm();
  const [target, setTarget] = useState<string | null>(null);
  const own = text(data.identifier);
  const options = new Map(known.map((each) => [each.identifier, each.title || each.identifier]));
  if (own && !options.has(own)) options.set(own, text(data.title) || own);
  return (
    <Dialog title={t('builder.add.relation')} onClose={onClose} size={480}>
      <NameFields
        section="relations"
        ready={target !== null}
        onClose={onClose}
        onAdd={(name, title) => onAdd(name, { title, target, many: false, required: false })}
      >
        <Select
          label={t('builder.target')}
          searchable
          data={[...options].map(([value, label]) => ({ value, label }))}
          value={target}
          onChange={setTarget}
        />
      </NameFields>
    </Dialog>
  );
}

interface AddComputedDialogProps {
  onAdd: (section: ComputedSection, name: string, part: Part) => void;
  onClose: () => void;
}

const STARTS: Record<ComputedSection, Part> = {
  mirrorProperties: { path: '' },
  calculationProperties: { type: 'string', calculation: '.title' },
  aggregationProperties: {
    type: 'number',
    target: '',
    calculationSpec: { calculationBy: 'entities', func: 'count' },
  },
};

/** Asks where the value of a new property comes from, and names it. */
export function AddComputedDialog({ onAdd, onClose }: AddComputedDialogProps) {
  const { t } = useTranslation();
  const { data, known } = useForm();
  const [section, setSection] = useState<ComputedSection>('calculationProperties');
  const start = (): Part => {
    if (section === 'mirrorProperties') return { path: `${Object.keys(data.relations ?? {})[0] ?? 'relation'}.$title` };
    if (section === 'aggregationProperties')
      return { ...STARTS[section], target: known.find(({ identifier }) => !identifier.startsWith('_'))?.identifier };
    return STARTS[section];
  };
  return (
    <Dialog title={t('builder.add.computed')} onClose={onClose} size={480}>
      <NameFields
        section="properties"
        onClose={onClose}
        onAdd={(name, title) => onAdd(section, name, { title, ...start() })}
      >
        <Select
          label={t('builder.type')}
          description={t(`builder.computedHelp.${section}`)}
          inputWrapperOrder={['label', 'input', 'description']}
          data={COMPUTED.map((value) => ({ value, label: t(`builder.computedKind.${value}`) }))}
          value={section}
          onChange={(next) => next && setSection(next as ComputedSection)}
        />
      </NameFields>
    </Dialog>
  );
}
