import { Input } from '@mantine/core';
import type { FieldProps, WidgetProps } from '@rjsf/utils';
import { lazy, Suspense, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../skeleton';
import { BrokenContext } from './broken';
import { jsonFault } from './json-text';
import classes from './schema-form.module.css';

const CodeEditor = lazy(() => import('../code/yaml-editor-lazy'));

interface CodeInputProps {
  id: string;
  label: string;
  description?: string;
  required?: boolean;
  readOnly: boolean;
  error?: string;
  language: 'yaml' | 'json' | 'text';
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
}

/** A text of some language under its label, with its help and its error. */
function CodeInput({ id, label, description, required = false, error, ...editor }: CodeInputProps) {
  const told = [description && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  const attributes = {
    id,
    'aria-required': String(required),
    ...(error ? { 'aria-invalid': 'true' } : {}),
    ...(told ? { 'aria-describedby': told } : {}),
  };
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ onClick: () => document.getElementById(id)?.focus() }}
      description={description}
      descriptionProps={{ id: `${id}-help` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
      withAsterisk={required}
    >
      <div className={classes.code} data-invalid={error ? true : undefined}>
        <Suspense fallback={<Skeleton kind="editor" rows={4} />}>
          <CodeEditor {...editor} label={label} attributes={attributes} />
        </Suspense>
      </div>
    </Input.Wrapper>
  );
}

/** Text of some language: YAML, an API's description, protocol buffers. */
export function CodeWidget(props: WidgetProps) {
  const { id, label, schema, required, disabled, readonly, rawErrors, value, onChange, onBlur } = props;
  return (
    <CodeInput
      id={id}
      label={label}
      description={schema.description}
      required={required}
      readOnly={disabled === true || readonly === true}
      error={rawErrors?.[0]}
      language={props.options.language === 'text' ? 'text' : 'yaml'}
      value={typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next || undefined)}
      onBlur={() => onBlur(id, value)}
    />
  );
}

const written = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** Any value as JSON text. What is not JSON yet stays in the field, is not written, and holds the submit back. */
export function JsonField(props: FieldProps) {
  const { t } = useTranslation();
  const { fieldPathId, formData, name, schema, required, disabled, readonly, rawErrors } = props;
  const broken = useContext(BrokenContext);
  const key = `.${fieldPathId.path.join('.')}`;
  const now = written(formData);
  const [text, setText] = useState(now);
  const [seen, setSeen] = useState(now);
  const fault = text.trim() === '' ? null : jsonFault(text);
  const message = fault && t('form.notJsonAt', { line: fault.line, column: fault.column });
  if (now !== seen && !fault) {
    setSeen(now);
    setText(now);
  }
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (message) told.current = message;
    if (message) broken.set(key, message);
    return () => {
      broken.delete(key);
    };
  }, [broken, key, message]);
  const change = (next: string) => {
    setText(next);
    if (next.trim() !== '' && jsonFault(next)) return;
    const value: unknown = next.trim() === '' ? undefined : JSON.parse(next);
    setSeen(written(value));
    props.onChange(value, fieldPathId.path);
  };
  return (
    <CodeInput
      id={fieldPathId.$id}
      label={schema.title ?? name}
      description={schema.description}
      required={required}
      readOnly={disabled === true || readonly === true}
      error={message ?? rawErrors?.find((each) => each !== told.current)}
      language="json"
      value={text}
      onChange={change}
      onBlur={() => props.onBlur(fieldPathId.$id, formData)}
    />
  );
}
