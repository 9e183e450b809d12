import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Json, json, list, nameOfRef, resolve, text } from './read';
import classes from './spec.module.css';

/** No schema lists more members, so that no document makes a page without end. */
const MOST = 200;

interface SchemaViewProps {
  document: Json;
  schema: unknown;
  /** Members of members are drawn when they are opened, so a schema may hold itself. */
  open?: boolean;
}

/** A schema in words, and its members. */
export function SchemaView({ document, schema, open = false }: SchemaViewProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(open);
  const node = inner(document, schema);
  const members = membersOf(document, node);
  const told = constraintsOf(node);
  return (
    <div className={classes.schema}>
      <span className={classes.type}>{typeOf(document, schema)}</span>
      {told && <span className={classes.told}>{told}</span>}
      {text(node.description) && <p className={classes.text}>{text(node.description)}</p>}
      {members.length > 0 && (
        <>
          <button type="button" className={classes.fold} aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'spec.hideMembers' : 'spec.showMembers', { count: members.length })}
          </button>
          {shown && (
            <ul className={classes.members}>
              {members.slice(0, MOST).map(({ name, schema: member, required }) => (
                <li key={name}>
                  <code className={classes.member}>{name}</code>
                  {required && <span className={classes.required}>{t('spec.required')}</span>}
                  <SchemaView document={document} schema={member} />
                </li>
              ))}
              {members.length > MOST && <li className="faint">{t('value.more', { count: members.length - MOST })}</li>}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

/** The schema whose members count: of a list, that of its items. */
function inner(document: Json, schema: unknown): Json {
  const node = resolve(document, schema);
  return node.items === undefined ? node : { ...resolve(document, node.items), description: node.description };
}

interface Member {
  name: string;
  schema: unknown;
  required: boolean;
}

function membersOf(document: Json, node: Json): Member[] {
  const required = new Set(list(node.required));
  const own = Object.entries(json(node.properties)).map(([name, schema]) => ({
    name,
    schema,
    required: required.has(name),
  }));
  const joined = list(node.allOf).flatMap((part) => membersOf(document, shallow(resolve(document, part))));
  const choices = [...list(node.oneOf), ...list(node.anyOf)].map((schema, index) => ({
    name: nameOfRef(schema) || String(index + 1),
    schema,
    required: false,
  }));
  return [...own, ...joined, ...choices];
}

/** Of a joined schema its own members are taken, not those of what it joins again: they could lead in a circle. */
function shallow(node: Json): Json {
  return { properties: node.properties, required: node.required };
}

function typeOf(document: Json, schema: unknown): string {
  const node = resolve(document, schema);
  const name = nameOfRef(schema);
  const kinds = Array.isArray(node.type) ? node.type.map(String).join(' | ') : text(node.type);
  const kind =
    kinds || (node.properties ? 'object' : node.oneOf || node.anyOf ? 'one of' : node.allOf ? 'all of' : 'any');
  if (node.items !== undefined)
    return `array of ${nameOfRef(node.items) || text(resolve(document, node.items).type) || 'any'}`;
  return [name, kind, text(node.format) && `(${text(node.format)})`].filter(Boolean).join(' ');
}

const BOUNDS = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'default', 'const'];

function constraintsOf(node: Json): string {
  const values = list(node.enum)
    .slice(0, 30)
    .map((value) => JSON.stringify(value))
    .join(', ');
  const bounds = BOUNDS.filter((name) => node[name] !== undefined).map(
    (name) => `${name}: ${JSON.stringify(node[name])}`,
  );
  return [...(values ? [`enum: ${values}`] : []), ...bounds].join(' · ').slice(0, 500);
}
