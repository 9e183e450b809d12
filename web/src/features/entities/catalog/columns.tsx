import type { ReactNode } from 'react';
import type { Entity, RelationValue } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import type { Column, EditStep } from '@/ui/data-table/types';
import { EntityIcon } from '@/ui/entity-icon';
import { Time } from '@/ui/time';
import { endOf, entityHref } from '../entity-link';
import linkClasses from '../entity-link.module.css';
import { TeamName, TeamNames } from '../names';
import { Unset } from '../properties/parts';
import { PropertyValue } from '../properties/property-value';
import { type Field, NAME, widthOf } from './fields';

function Name({ entity, icon }: { entity: Entity; icon: string | null | undefined }) {
  return (
    <>
      <EntityIcon icon={entity.icon ?? icon} blueprint={entity.blueprint} size={15} />
      <span className="truncate">{entity.title || entity.identifier}</span>
    </>
  );
}

function Related({ value, target }: { value: RelationValue | undefined; target: string }) {
  const ends = (Array.isArray(value) ? value : value ? [value] : []).map(endOf);
  const [first] = ends;
  if (!first) return <Unset />;
  return (
    <span className={linkClasses.cell}>
      <a className="truncate link" href={entityHref(target, first.identifier)} data-own tabIndex={-1}>
        {first.title}
      </a>
      {ends.length > 1 && <span className="faint small">+{formatNumber(ends.length - 1)}</span>}
    </span>
  );
}

function Teams({ teams }: { teams: string[] }) {
  const [first] = teams;
  if (!first) return <Unset />;
  return teams.length === 1 ? <TeamName identifier={first} /> : <TeamNames identifiers={teams} />;
}

function cellOf(field: Field, icon: string | null | undefined): (entity: Entity) => ReactNode {
  const { id, relation, schema } = field;
  if (relation) return (entity) => <Related value={entity.relations[relation.id]} target={relation.target} />;
  if (schema) return (entity) => <PropertyValue schema={schema} value={entity.properties[id]} size="cell" id={id} />;
  switch (id) {
    case NAME:
      return (entity) => <Name entity={entity} icon={icon} />;
    case '$team':
      return (entity) => <Teams teams={entity.team ?? []} />;
    case '$identifier':
      return (entity) => <code className="truncate">{entity.identifier}</code>;
    case '$createdAt':
      return (entity) => (entity.createdAt ? <Time at={entity.createdAt} /> : <Unset />);
    default:
      return (entity) => (entity.updatedAt ? <Time at={entity.updatedAt} /> : <Unset />);
  }
}

/** Draws the editor of a cell. */
export type Editor = (entity: Entity, field: Field, done: (go?: EditStep) => void) => ReactNode;

/** The table's columns for the fields chosen; `editor` is given for those whose cells can be edited in place. */
export function columnsOf(
  fields: Field[],
  icon: string | null | undefined,
  editor: (field: Field) => Editor | undefined = () => undefined,
): Column<Entity>[] {
  return fields.map((field) => {
    const edit = editor(field);
    return {
      id: field.id,
      label: field.label,
      width: widthOf(field),
      sortable: field.sortable,
      numeric: field.kind === 'number' && !field.schema?.enum,
      cell: cellOf(field, icon),
      ...(edit ? { editor: (entity: Entity, done: (go?: EditStep) => void) => edit(entity, field, done) } : {}),
    };
  });
}
