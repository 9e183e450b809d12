import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EntityIcon } from '@/ui/entity-icon';
import { useForm } from './context';
import { type Part, type Section, setField } from './edits';
import { LongField, TextField } from './fields';
import classes from './form.module.css';
import { text } from './text';

interface RelationEditorProps {
  name: string;
  part: Part;
}

/** Where a relation points, and how often. */
export function RelationEditor({ name, part }: RelationEditorProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const field = { section: 'relations', name } as const;
  const set = (key: string, value: unknown) => edit(setField('relations', name, key, value));
  const many = part.many === true;
  return (
    <>
      <div className={classes.columns}>
        <TextField {...field} field="title" value={part.title} label={t('builder.title')} />
        <TargetField {...field} label={t('builder.target')} value={text(part.target)} />
      </div>
      <LongField {...field} field="description" value={part.description} label={t('builder.description')} />
      <div className={classes.columns}>
        <Switch
          label={t('builder.many')}
          description={t('builder.manyText')}
          checked={many}
          onChange={(event) => {
            set('many', event.currentTarget.checked);
            if (event.currentTarget.checked && part.required) set('required', false);
          }}
        />
        <Switch
          label={t('builder.required')}
          description={t(many ? 'builder.manyRequired' : 'builder.requiredText')}
          checked={part.required === true}
          disabled={many}
          onChange={(event) => set('required', event.currentTarget.checked)}
        />
      </div>
    </>
  );
}

interface TargetFieldProps {
  section: Section;
  name: string;
  label: string;
  value: string;
  error?: string | undefined;
}

/** A blueprint, this one included, by title and icon. */
export function TargetField({ section, name, label, value, error }: TargetFieldProps) {
  const { t } = useTranslation();
  const { data, known, edit } = useForm();
  const own = text(data.identifier);
  const titles = new Map(known.map((each) => [each.identifier, each]));
  const options = [...new Set([...known.map((each) => each.identifier), own])].filter(Boolean);
  const missing = value && !options.includes(value);
  return (
    <Select
      label={label}
      searchable
      data={options.map((each) => ({ value: each, label: titles.get(each)?.title || each }))}
      value={value || null}
      error={missing ? t('builder.targetMissing', { target: value }) : error}
      leftSection={<EntityIcon icon={titles.get(value)?.icon} blueprint={value} size={15} />}
      renderOption={({ option }) => (
        <span className="row">
          <EntityIcon icon={titles.get(option.value)?.icon} blueprint={option.value} size={15} />
          {option.label} <code className="faint small">{option.value}</code>
        </span>
      )}
      onChange={(target) => edit(setField(section, name, 'target', target ?? ''))}
    />
  );
}
