import type {
  ErrorListProps,
  FieldProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
  WidgetProps,
} from '@rjsf/utils';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './schema-form.module.css';
import { JsonWidget, TextWidget } from './widgets';

function Field({ hidden, children }: FieldTemplateProps) {
  return hidden ? <div hidden>{children}</div> : <div className={classes.field}>{children}</div>;
}

/** Sections by their title; the outermost object draws no frame. */
function ObjectSection({ title, description, properties, fieldPathId }: ObjectFieldTemplateProps) {
  const fields = properties
    .filter((each) => !each.hidden)
    .map((each) => <Part key={each.name} content={each.content} />);
  if (fieldPathId.path.length === 0) return <div className={classes.root}>{fields}</div>;
  if (fields.length === 0) return null;
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      {description && <p className={classes.help}>{description}</p>}
      <div className={classes.grid}>{fields}</div>
    </section>
  );
}

function Part({ content }: { content: React.ReactElement }) {
  return content;
}

function idOf(property: string | undefined): string {
  return `root${(property ?? '').replaceAll('.', '_')}`;
}

function focusField(event: MouseEvent, id: string): void {
  const field = document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** All errors at once, each leading to its field. */
function ErrorList({ errors }: ErrorListProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.errors} role="alert">
      <p>{t('form.errors', { count: errors.length })}</p>
      <ul>
        {errors.map((error) => (
          <li key={error.property ?? error.stack}>
            <a href={`#${idOf(error.property)}`} onClick={(event) => focusField(event, idOf(error.property))}>
              <code>{(error.property ?? '').replace(/^\./, '')}</code> {error.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export const templates: Partial<TemplatesType> = {
  BaseInputTemplate: TextWidget,
  FieldTemplate: Field,
  ObjectFieldTemplate: ObjectSection,
  ErrorListTemplate: ErrorList,
};

/** A whole value as JSON text, for objects and free arrays. */
function JsonField(props: FieldProps) {
  const { fieldPathId, formData, onChange, name, schema, rawErrors } = props;
  const widget = {
    ...props,
    id: fieldPathId.$id,
    label: schema.title ?? name,
    value: formData,
    rawErrors,
    onChange: (value: unknown) => onChange(value, fieldPathId.path),
    options: {},
  } as unknown as WidgetProps;
  return <JsonWidget {...widget} />;
}

export const fields = { json: JsonField };
