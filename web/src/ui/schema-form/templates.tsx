import type { ErrorListProps, FieldTemplateProps, ObjectFieldTemplateProps, TemplatesType } from '@rjsf/utils';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonField } from './code-field';
import classes from './schema-form.module.css';
import { LinkField } from './text-fields';
import { titleOf } from './titles';
import { TextWidget } from './widgets';

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

/** A field of several controls is entered by its first. */
function fieldOf(property: string | undefined): HTMLElement | null {
  const id = idOf(property);
  return document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(`${id}_`)}"]`);
}

function focusField(event: MouseEvent, property: string | undefined): void {
  const field = fieldOf(property);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** All errors at once, each leading to its field. */
function ErrorList({ errors, schema }: ErrorListProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.errors} role="alert">
      <p>{t('form.errors', { count: errors.length })}</p>
      <ul>
        {errors.map((error) => (
          <li key={`${error.property} ${error.stack}`}>
            <a href={`#${idOf(error.property)}`} onClick={(event) => focusField(event, error.property)}>
              <b>{titleOf(schema, error.property)}</b> {error.message}
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

export const fields = { json: JsonField, link: LinkField };
