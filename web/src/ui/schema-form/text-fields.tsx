import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { FieldProps, WidgetProps } from '@rjsf/utils';
import { type KeyboardEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../skeleton';
import { blur, common, type Props } from './common';
import classes from './schema-form.module.css';

const Markdown = lazy(() => import('../markdown-lazy'));

/** Enter sends a form from a field of one line; the button may be one that cannot be pressed now. */
function submitBy({ currentTarget: { form } }: KeyboardEvent<HTMLTextAreaElement>): void {
  const buttons = [...(form?.elements ?? [])].filter((each) => each instanceof HTMLButtonElement);
  buttons.find((each) => each.type === 'submit')?.click();
}

/** Text of one line, which grows with what is pasted into it; Shift and Enter begin another line. */
export function GrowingText(props: Props) {
  const value = typeof props.value === 'string' ? props.value : '';
  const { onChange } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || value.includes('\n') || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submitBy(event);
  };
  return (
    <Textarea
      {...common(props)}
      autosize
      minRows={1}
      maxRows={14}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      onKeyDown={onKeyDown}
      onBlur={blur(props)}
    />
  );
}

/** Markdown as it is written, and as it will be read. */
export function MarkdownWidget(props: WidgetProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const value = typeof props.value === 'string' ? props.value : '';
  const view = (
    <SegmentedControl
      size="xs"
      aria-label={t('form.viewOf', { name: props.label })}
      value={shown ? 'preview' : 'write'}
      onChange={(next) => setShown(next === 'preview')}
      data={[
        { value: 'write', label: t('form.write') },
        { value: 'preview', label: t('form.preview') },
      ]}
    />
  );
  const field = (
    <Textarea
      {...common(props)}
      autosize
      minRows={4}
      maxRows={18}
      className={shown ? classes.away : undefined}
      value={value}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      onBlur={blur(props)}
    />
  );
  return (
    <div className={classes.markdown}>
      <div className={classes.views}>{view}</div>
      {field}
      {shown && (
        <section className={classes.preview} aria-label={t('form.previewOf', { name: props.label })}>
          <p className={classes.legend}>{props.label}</p>
          <Suspense fallback={<Skeleton kind="lines" rows={3} />}>
            {value ? <Markdown>{value}</Markdown> : <p className={classes.help}>{t('form.nothingToPreview')}</p>}
          </Suspense>
        </section>
      )}
    </div>
  );
}

interface Link {
  url?: string;
  displayText?: string;
}

/** A link and the text that is shown for it. */
export function LinkField(props: FieldProps) {
  const { t } = useTranslation();
  const { fieldPathId, formData, name, schema, required, disabled, readonly, rawErrors, errorSchema } = props;
  const link: Link = typeof formData === 'object' && formData !== null ? formData : {};
  const id = fieldPathId.$id;
  const error = errorSchema?.url?.__errors?.[0] ?? rawErrors?.[0];
  const off = disabled === true || readonly === true;
  const change = (part: Link) => {
    const all = Object.entries({ ...link, ...part }).filter(([, value]) => value !== '' && value !== undefined);
    props.onChange(all.length > 0 ? Object.fromEntries(all) : undefined, fieldPathId.path);
  };
  const onBlur = () => props.onBlur(id, formData);
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        {schema.title ?? name}
        {required && <span aria-hidden> *</span>}
      </legend>
      {schema.description && <p className={classes.help}>{schema.description}</p>}
      <div className={classes.pair}>
        <TextInput
          id={`${id}_url`}
          label={t('form.address')}
          required={required}
          withAsterisk={false}
          disabled={off}
          error={error}
          value={link.url ?? ''}
          onChange={(event) => change({ url: event.currentTarget.value })}
          onBlur={onBlur}
        />
        <TextInput
          id={`${id}_displayText`}
          label={t('form.linkText')}
          disabled={off}
          value={link.displayText ?? ''}
          onChange={(event) => change({ displayText: event.currentTarget.value })}
          onBlur={onBlur}
        />
      </div>
    </fieldset>
  );
}
