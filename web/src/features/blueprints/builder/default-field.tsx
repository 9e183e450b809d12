import { Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PropertySchema } from '@/api/contract';
import { useForm } from './context';
import { type Section, setField } from './edits';
import { JsonField, NumberField, TextField } from './fields';

interface DefaultFieldProps {
  section: Section;
  name: string;
  schema: PropertySchema;
}

/** What an entity gets when it is created without the property, with the field that its type asks for. */
export function DefaultField({ section, name, schema }: DefaultFieldProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const field = {
    section,
    name,
    field: 'default',
    value: schema.default,
    label: t('builder.default'),
    description: t('builder.defaultText'),
  };
  const put = (value: unknown) => edit(setField(section, name, 'default', value ?? ''));
  const { label, description } = field;
  if (Array.isArray(schema.enum) && schema.type !== 'array') {
    const choices = schema.enum;
    return (
      <Select
        label={label}
        description={description}
        placeholder={t('builder.noDefault')}
        clearable
        clearButtonProps={{ 'aria-label': t('builder.noDefault') }}
        data={[...new Set(choices.map(String))]}
        value={schema.default === undefined ? null : String(schema.default)}
        onChange={(next) => put(choices.find((each) => String(each) === next))}
      />
    );
  }
  if (schema.type === 'boolean') {
    return (
      <Select
        label={label}
        description={description}
        placeholder={t('builder.noDefault')}
        clearable
        clearButtonProps={{ 'aria-label': t('builder.noDefault') }}
        data={[
          { value: 'true', label: t('value.yes') },
          { value: 'false', label: t('value.no') },
        ]}
        value={schema.default === undefined ? null : String(schema.default)}
        onChange={(next) => put(next === null ? undefined : next === 'true')}
      />
    );
  }
  if (schema.type === 'number') return <NumberField {...field} />;
  if (schema.type === 'array' && (schema.items?.type ?? 'string') === 'string') {
    const values = Array.isArray(schema.default) ? schema.default.map(String) : [];
    return (
      <TagsInput
        label={label}
        description={description}
        data={schema.items?.enum?.map(String)}
        value={values}
        onChange={(next) => put(next.length > 0 ? next : undefined)}
      />
    );
  }
  if (schema.type === 'array' || schema.type === 'object') return <JsonField {...field} />;
  return <TextField {...field} />;
}
