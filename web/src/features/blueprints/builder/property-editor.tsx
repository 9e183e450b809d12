import { Select, Switch, TagsInput } from '@mantine/core';
import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertySchema } from '@/api/contract';
import { Choices } from './choices';
import { useForm } from './context';
import { DefaultField } from './default-field';
import { type Part, type Section, setField, setPart, setRequired } from './edits';
import { LongField, NumberField, TextField } from './fields';
import classes from './form.module.css';
import { IconPicker } from './icon-picker';
import { ITEM_KINDS, KINDS, type Kind, kindNamed, kindOf, type Limit, retyped } from './kinds';

interface PropertyEditorProps {
  section: Section;
  name: string;
  part: Part;
  required: boolean;
}

/** Everything that a stored property can say; what only JSON Schema knows stays in the YAML. */
export function PropertyEditor({ section, name, part, required }: PropertyEditorProps) {
  const { t } = useTranslation();
  const { edit, saved } = useForm();
  const schema = part as PropertySchema;
  const kind = kindOf(schema);
  const field = { section, name };
  const fixed = saved?.schema.properties[name] !== undefined;
  return (
    <>
      <div className={classes.columns}>
        <TextField {...field} field="title" value={schema.title} label={t('builder.title')} />
        <KindField
          label={t('builder.type')}
          kinds={KINDS}
          value={kind}
          description={fixed ? t('builder.typeFixed') : kind && t(`builder.kind.${kind.id}.help`)}
          disabled={fixed}
          onChange={(next) => edit(setPart(section, name, retyped(schema, next)))}
        />
        <IconPicker value={schema.icon} onChange={(icon) => edit(setField(section, name, 'icon', icon ?? ''))} />
      </div>
      <LongField {...field} field="description" value={schema.description} label={t('builder.description')} />
      {!kind && <p className={classes.hint}>{t('builder.unknownType')}</p>}
      {kind?.id === 'list' && <ItemFields {...field} schema={schema} />}
      {kind?.choices && <ChoiceFields {...field} within={[]} schema={schema} always={kind.id === 'choice'} />}
      {kind?.id === 'embedded' && <SignInFields {...field} schema={schema} />}
      <Switch
        label={t('builder.required')}
        description={t('builder.requiredText')}
        checked={required}
        onChange={(event) => edit(setRequired(name, event.currentTarget.checked))}
      />
      <details className={classes.more}>
        <summary>{t('builder.more')}</summary>
        <div className={classes.columns}>
          {kind?.limits.map((limit) => (
            <LimitField key={limit} {...field} limit={limit} value={schema[limit]} />
          ))}
          <DefaultField {...field} schema={schema} />
        </div>
        {kind?.id === 'object' && <p className={classes.hint}>{t('builder.objectText')}</p>}
      </details>
    </>
  );
}

interface KindFieldProps {
  label: string;
  kinds: Kind[];
  value: Kind | undefined;
  description?: string;
  disabled?: boolean;
  onChange: (kind: Kind) => void;
}

/** A type with its icon and what it is for, found by typing. */
export function KindField({ label, kinds, value, description, disabled, onChange }: KindFieldProps) {
  const { t } = useTranslation();
  const groups = [...new Set(kinds.map(({ group }) => group))];
  const icon = (kind: Kind) => createElement(kind.icon, { size: 15, stroke: 1.7, 'aria-hidden': true });
  return (
    <Select
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description']}
      placeholder={t('builder.typeFind')}
      searchable
      disabled={disabled}
      leftSection={value && icon(value)}
      data={groups.map((group) => ({
        group: t(`builder.kindGroup.${group}`),
        items: kinds
          .filter((kind) => kind.group === group)
          .map((kind) => ({ value: kind.id, label: t(`builder.kind.${kind.id}.title`) })),
      }))}
      value={value?.id ?? null}
      renderOption={({ option }) => {
        const kind = kindNamed(option.value);
        if (!kind) return option.label;
        return (
          <span className="row">
            {icon(kind)}
            <span>
              {option.label}
              <span className={classes.hint}> {t(`builder.kind.${kind.id}.help`)}</span>
            </span>
          </span>
        );
      }}
      onChange={(id) => {
        const kind = kindNamed(id ?? '');
        if (kind && kind.id !== value?.id) onChange(kind);
      }}
    />
  );
}

interface SchemaProps {
  section: Section;
  name: string;
  schema: PropertySchema;
}

function ItemFields({ section, name, schema }: SchemaProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const items: Partial<PropertySchema> = schema.items ?? {};
  const kind = kindOf({ ...items, enum: undefined });
  return (
    <>
      <div className={classes.columns}>
        <KindField
          label={t('builder.items')}
          kinds={ITEM_KINDS}
          value={kind}
          onChange={({ type, format }) => edit(setField(section, name, 'items', format ? { type, format } : { type }))}
        />
        <Switch
          mt={30}
          label={t('builder.uniqueItems')}
          checked={schema.uniqueItems === true}
          onChange={(event) => edit(setField(section, name, 'uniqueItems', event.currentTarget.checked || ''))}
        />
      </div>
      {(kind?.id === 'text' || kind?.id === 'number') && (
        <ChoiceFields section={section} name={name} within={['items']} schema={items} />
      )}
    </>
  );
}

interface ChoiceFieldsProps {
  section: Section;
  name: string;
  within: string[];
  schema: Partial<PropertySchema>;
  always?: boolean;
}

function ChoiceFields({ always = false, ...props }: ChoiceFieldsProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const { section, name, within, schema } = props;
  const on = Array.isArray(schema.enum);
  const toggle = (limited: boolean) => {
    edit(setField(section, name, [...within, 'enum'], limited ? [schema.type === 'number' ? 1 : 'value'] : ''));
    if (!limited) edit(setField(section, name, [...within, 'enumColors'], ''));
  };
  return (
    <>
      {!always && (
        <Switch label={t('builder.anyChoice')} checked={on} onChange={(event) => toggle(event.currentTarget.checked)} />
      )}
      {(on || always) && <Choices {...props} />}
    </>
  );
}

const TEXT_LIMITS = new Set<Limit>(['pattern', 'dateFormat']);

function LimitField({ limit, ...props }: { section: Section; name: string; limit: Limit; value: unknown }) {
  const { t } = useTranslation();
  const label = t(`builder.limit.${limit}`);
  if (TEXT_LIMITS.has(limit)) return <TextField {...props} field={limit} label={label} mono />;
  return <NumberField {...props} field={limit} label={label} />;
}

function SignInFields({ section, name, schema }: SchemaProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const held = (schema.specAuthentication ?? {}) as Record<string, unknown>;
  const path = (key: string) => ['specAuthentication', key];
  const scopes = Array.isArray(held.authorizationScope) ? held.authorizationScope.map(String) : [];
  return (
    <details className={classes.more} open={Object.keys(held).length > 0}>
      <summary>{t('builder.signIn')}</summary>
      <p className={classes.hint}>{t('builder.signInText')}</p>
      <div className={classes.columns}>
        {(['clientId', 'authorizationUrl', 'tokenUrl'] as const).map((key) => (
          <TextField
            key={key}
            section={section}
            name={name}
            field={path(key)}
            value={held[key]}
            label={t(`builder.spec.${key}`)}
          />
        ))}
        <TagsInput
          label={t('builder.spec.authorizationScope')}
          value={scopes}
          onChange={(next) => edit(setField(section, name, path('authorizationScope'), next.length > 0 ? next : ''))}
        />
      </div>
    </details>
  );
}
