import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { setYaml } from '@/lib/yaml-doc';
import { useForm, useRefusal } from './context';
import { type Part, setTitle } from './edits';
import classes from './form.module.css';
import { IconPicker } from './icon-picker';
import { text } from './text';

/** What a blueprint says of itself, beside its properties and relations. */
export function General() {
  const { t } = useTranslation();
  const { data, saved, edit } = useForm();
  const set = (key: string, value: string | undefined) => edit((source) => setYaml(source, [key], value || undefined));
  const retitle = (title: string) => edit((source) => setTitle(source, title, saved === undefined));
  const system = saved?.identifier.startsWith('_') === true;
  return (
    <div className={classes.card}>
      <div className={classes.columns}>
        <TextInput
          label={t('builder.title')}
          error={useRefusal('title')}
          autoComplete="off"
          value={text(data.title)}
          onChange={(event) => retitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('builder.identifier')}
          error={useRefusal('identifier')}
          description={t(system ? 'builder.identifierFixed' : 'builder.identifierText')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          disabled={system}
          autoComplete="off"
          value={text(data.identifier)}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          onChange={(event) => set('identifier', event.currentTarget.value)}
        />
        <IconPicker
          value={text(data.icon) || undefined}
          fallback={text(data.identifier)}
          onChange={(icon) => set('icon', icon)}
        />
      </div>
      <Textarea
        label={t('builder.description')}
        error={useRefusal('description')}
        autosize
        minRows={1}
        value={text(data.description)}
        onChange={(event) => set('description', event.currentTarget.value)}
      />
      <Ownership />
    </div>
  );
}

const KINDS = ['none', 'Direct', 'Inherited'] as const;

function Ownership() {
  const { t } = useTranslation();
  const { data, edit } = useForm();
  const held = (data.ownership ?? {}) as Part;
  const refused = useRefusal('ownership');
  const type = KINDS.find((kind) => kind === held.type) ?? 'none';
  const put = (next: string | null) => {
    if (next === 'none') edit((source) => setYaml(source, ['ownership'], undefined));
    else edit((source) => setYaml(source, ['ownership', 'type'], next));
    if (next === 'Direct') edit((source) => setYaml(source, ['ownership', 'path'], undefined));
    if (next === 'Inherited' && !held.path) {
      const first = Object.keys(data.relations ?? {})[0] ?? '';
      edit((source) => setYaml(source, ['ownership', 'path'], first));
    }
  };
  return (
    <div className={classes.columns}>
      <Select
        label={t('builder.ownership')}
        error={type !== 'Inherited' && refused}
        description={t('builder.ownershipText')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        data={KINDS.map((value) => ({ value, label: t(`builder.owner.${value}`) }))}
        value={type}
        onChange={put}
      />
      {type === 'Inherited' && (
        <TextInput
          label={t('builder.ownershipPath')}
          error={refused}
          description={t('builder.ownershipPathText')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={text(held.path)}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          onChange={({ currentTarget: { value } }) => edit((source) => setYaml(source, ['ownership', 'path'], value))}
        />
      )}
    </div>
  );
}
