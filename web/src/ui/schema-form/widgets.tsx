import { MultiSelect, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { CodeWidget } from './code-field';
import { blur, common, type Props } from './common';
import classes from './schema-form.module.css';
import { GrowingText, MarkdownWidget } from './text-fields';

export function TextWidget(props: Props) {
  const { schema, value, onChange } = props;
  if (schema.type === 'number' || schema.type === 'integer') {
    return (
      <TextInput
        {...common(props)}
        className={classes.number}
        type="number"
        step="any"
        value={typeof value === 'number' ? value : ''}
        onChange={(event) =>
          onChange(Number.isNaN(event.currentTarget.valueAsNumber) ? undefined : event.currentTarget.valueAsNumber)
        }
        onBlur={blur(props)}
      />
    );
  }
  // An input of one line would join the lines of what it is given.
  const lines = typeof value === 'string' && value.includes('\n');
  if (lines || props.options.grows === true) return <GrowingText {...props} />;
  return (
    <TextInput
      {...common(props)}
      type={schema.format === 'email' ? 'email' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      onBlur={blur(props)}
    />
  );
}

function TextareaWidget(props: WidgetProps) {
  const mono = props.options.mono === true;
  return (
    <Textarea
      {...common(props)}
      autosize
      minRows={3}
      maxRows={14}
      classNames={mono ? { input: classes.mono } : undefined}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      onBlur={blur(props)}
    />
  );
}

function optionsOf(props: WidgetProps) {
  return (props.options.enumOptions ?? []).map(({ value, label }) => ({ value: String(value), label: String(label) }));
}

function SelectWidget(props: WidgetProps) {
  const { t } = useTranslation();
  const data = optionsOf(props);
  const original = (value: string) => props.options.enumOptions?.find((each) => String(each.value) === value)?.value;
  if (props.multiple) {
    const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
    return (
      <MultiSelect
        {...common(props)}
        data={data}
        value={chosen}
        searchable={data.length > 7}
        clearable
        onChange={(values) => props.onChange(values.length > 0 ? values.map(original) : undefined)}
      />
    );
  }
  return (
    <Select
      {...common(props)}
      placeholder={t('form.unset')}
      data={data}
      value={props.value === undefined ? null : String(props.value)}
      searchable={data.length > 7}
      clearable={!props.required}
      onChange={(value) => props.onChange(value === null ? undefined : original(value))}
    />
  );
}

/** Yes, no, or nothing said: a switch could not show the third. */
function BooleanWidget(props: WidgetProps) {
  const { t } = useTranslation();
  const { label, description, error } = common(props);
  const data = [
    ...(props.required ? [] : [{ value: '', label: t('form.unset') }]),
    { value: 'true', label: t('value.yes') },
    { value: 'false', label: t('value.no') },
  ];
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        {label}
        {props.required && <span aria-hidden> *</span>}
      </legend>
      {description && <p className={classes.help}>{description}</p>}
      <SegmentedControl
        data={data}
        size="sm"
        name={props.id}
        disabled={props.disabled === true || props.readonly === true}
        value={typeof props.value === 'boolean' ? String(props.value) : ''}
        onChange={(value) => props.onChange(value === '' ? undefined : value === 'true')}
      />
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

function TagsWidget(props: WidgetProps) {
  const values = Array.isArray(props.value) ? props.value.map(String) : [];
  const numeric = (props.schema.items as { type?: string } | undefined)?.type === 'number';
  return (
    <TagsInput
      {...common(props)}
      value={values}
      clearable
      onChange={(next) => props.onChange(next.length > 0 ? (numeric ? next.map(Number) : next) : undefined)}
      onBlur={blur(props)}
    />
  );
}

function toLocal(value: unknown): string {
  const moment = typeof value === 'string' ? new Date(value) : null;
  if (!moment || Number.isNaN(moment.getTime())) return '';
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function DateTimeWidget(props: WidgetProps) {
  return (
    <TextInput
      {...common(props)}
      className={classes.number}
      type="datetime-local"
      value={toLocal(props.value)}
      onChange={(event) => {
        const moment = new Date(event.currentTarget.value);
        props.onChange(Number.isNaN(moment.getTime()) ? undefined : moment.toISOString());
      }}
      onBlur={blur(props)}
    />
  );
}

export const widgets: RegistryWidgetsType = {
  TextWidget,
  SelectWidget,
  CheckboxWidget: BooleanWidget,
  TextareaWidget,
  EmailWidget: TextWidget,
  URLWidget: TextWidget,
  tags: TagsWidget,
  moment: DateTimeWidget,
  code: CodeWidget,
  markdown: MarkdownWidget,
};
