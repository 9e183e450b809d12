import { IconEye } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Change, Entity } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import { formatList } from '@/lib/format';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Time } from '@/ui/time';
import type { Tone } from '@/ui/tone';
import { Unset } from '../properties/parts';
import classes from './change-item.module.css';
import { lineDiff } from './line-diff';
import './texts';

const TONES: Record<Change['op'], Tone> = { created: 'ok', updated: 'info', deleted: 'bad' };

interface ChangeItemProps {
  change: Change;
  blueprint: Blueprint;
  entity: Entity;
  /** One line without the values. */
  brief?: boolean;
}

/** Who changed what, when, from where, and each value before and after. */
export function ChangeItem({ change, blueprint, entity, brief = false }: ChangeItemProps) {
  const { t } = useTranslation();
  const { actor } = change;
  const name = actor.name || actor.id || t('entity.change.unknown');
  const labels = change.changed.map(({ path }) => labelOfPath(path, blueprint));
  const known = labels.slice(0, 3);
  const rest = labels.length - known.length;
  const what = formatList(rest > 0 ? [...known, t('value.more', { count: rest })] : known);
  return (
    <li className={classes.item}>
      <Avatar name={name} size={26} square={actor.type !== 'user'} />
      <div className="grow">
        <p className={classes.line}>
          <b>{name}</b>
          <Badge tone={TONES[change.op]}>{t(`entity.change.${change.restored ? 'restored' : change.op}`)}</Badge>
          {brief && change.op === 'updated' && <span className="truncate muted">{what}</span>}
        </p>
        <p className={classes.when}>
          <Time at={change.at} />
          {change.displaced && <Badge tone="warn">{t('detail.source.displaced')}</Badge>}
          {change.source && <span>{t('entity.change.source', { source: change.source })}</span>}
          {change.cause && !brief && <span>{t('entity.change.cause', { cause: change.cause })}</span>}
        </p>
        {!brief && change.changed.length > 0 && <Diff change={change} blueprint={blueprint} />}
      </div>
      {!brief && (
        <Link
          className={classes.then}
          to="/e/$blueprint/$entity"
          params={{ blueprint: entity.blueprint, entity: entity.identifier }}
          search={{ at: justAfter(change.at) }}
        >
          <IconEye size={14} aria-hidden />
          {t('entity.change.view')}
        </Link>
      )}
    </li>
  );
}

/** Instants are told in whole milliseconds, so the change itself may lie a fraction after the one it names. */
function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}

function Diff({ change, blueprint }: { change: Change; blueprint: Blueprint }) {
  const { t } = useTranslation();
  return (
    <table className={classes.diff}>
      <colgroup>
        <col className={classes.name} />
        <col />
        {change.op === 'updated' && <col />}
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th>{t('entity.change.property')}</th>
          {change.op !== 'created' && <th>{t('diff.before')}</th>}
          {change.op !== 'deleted' && <th>{t('diff.after')}</th>}
        </tr>
      </thead>
      <tbody>
        {change.changed.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row" title={path}>
              {labelOfPath(path, blueprint)}
            </th>
            {isLongText(before, after) && (
              <td colSpan={2}>
                <Lines before={String(before)} after={String(after)} />
              </td>
            )}
            {!isLongText(before, after) && change.op !== 'created' && (
              <td>
                <Side value={before} mark="del" />
              </td>
            )}
            {!isLongText(before, after) && change.op !== 'deleted' && (
              <td>
                <Side value={after} mark="ins" />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two texts of which one has lines are compared line by line. */
function isLongText(before: unknown, after: unknown): boolean {
  return typeof before === 'string' && typeof after === 'string' && (before.includes('\n') || after.includes('\n'));
}

/** No more lines of a diff are drawn. */
const MOST_LINES = 400;
const WORDS = { '-': 'del', '+': 'ins', ' ': 'span' } as const;

function Lines({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  const lines = lineDiff(before, after);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className={classes.lines} tabIndex={0}>
      {lines.slice(0, MOST_LINES).map(({ mark, text }, index) => {
        const Mark = WORDS[mark];
        // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and their order is all they have.
        return <Mark key={index}>{text || ' '}</Mark>;
      })}
      {lines.length > MOST_LINES && <span>{t('value.more', { count: lines.length - MOST_LINES })}</span>}
    </div>
  );
}

function Side({ value, mark: Mark }: { value: unknown; mark: 'del' | 'ins' }) {
  if (value === null || value === undefined) return <Unset />;
  const text = textOf(value);
  return <Mark>{text.length > 2000 ? `${text.slice(0, 2000)}…` : text}</Mark>;
}

function textOf(value: unknown): string {
  const simple = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  if (simple) return value.length > 0 ? value.join(', ') : '[]';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** "properties.replicas" as the property's title. */
export function labelOfPath(path: string, blueprint: Blueprint): string {
  const [section, key, ...rest] = path.split('.');
  if (key === undefined) return labelOf(path, undefined);
  const known = section === 'relations' ? blueprint.relations[key] : blueprint.schema.properties[key];
  return [labelOf(key, known), ...rest].join(' › ');
}
