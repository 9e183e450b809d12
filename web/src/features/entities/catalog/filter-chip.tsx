import { Popover } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatList } from '@/lib/format';
import { MARK, Marked } from '@/ui/marked';
import { useTeamTitles } from '../names';
import { type Clause, type Filter, isGroup } from './clauses';
import type { Field } from './fields';
import classes from './filter.module.css';
import { isComplete, LAST } from './filters';

const FilterEditor = lazy(() => import('./filter-editor-lazy'));

interface FilterChipProps {
  field: Field;
  filter: Filter;
  /** Opens at once, for a chip that was just added. */
  fresh: boolean;
  /** False where filters may only be read. */
  open: boolean;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

/** A filter as a sentence; a click opens its comparison and value. */
export function FilterChip({ field, filter, fresh, open, onChange, onRemove }: FilterChipProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(fresh);
  const close = () => {
    setOpened(false);
    if (!isComplete(filter)) onRemove();
  };
  return (
    <span className={classes.chip}>
      <Popover
        opened={opened}
        onChange={(shown) => (shown ? setOpened(true) : close())}
        position="bottom-start"
        width={280}
        trapFocus
      >
        <Popover.Target>
          <button type="button" disabled={!open} onClick={() => (opened ? close() : setOpened(true))}>
            <Sentence field={field} filter={filter} />
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            className={classes.editor}
            onSubmit={(event) => {
              event.preventDefault();
              close();
            }}
          >
            <Suspense fallback={<span className={classes.waiting} />}>
              <FilterEditor field={field} filter={filter} onChange={onChange} />
            </Suspense>
            <button type="submit" className={classes.apply}>
              {t('filter.apply')}
            </button>
          </form>
        </Popover.Dropdown>
      </Popover>
      {open && (
        <button type="button" aria-label={t('filter.remove', { field: field.label })} onClick={onRemove}>
          <IconX size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

function Sentence({ field, filter }: { field: Field; filter: Filter }) {
  const { t } = useTranslation();
  const teamTitle = useTeamTitles();
  const text = t(`filter.sentence.${filter.op}`, { field: field.label, values: MARK });
  return (
    <span className={classes.sentence}>
      <Marked text={text}>
        <b>{valueText(field, filter, { t, teamTitle })}</b>
      </Marked>
    </span>
  );
}

/** Whether the values are identifiers of teams. */
function ofTeams({ id, relation, schema }: Field): boolean {
  return id === '$team' || relation?.target === '_team' || (schema?.format ?? schema?.items?.format) === 'team';
}

interface Said {
  t: TFunction;
  teamTitle: (identifier: string) => string;
}

function valueText(field: Field, filter: Filter, { t, teamTitle }: Said): string {
  const { op } = filter;
  if (op === 'empty' || op === 'filled' || op === 'mine' || op === 'me') return t(`filter.words.${op}`);
  const values = filter.v.filter((value) => value !== '');
  if (values.length === 0) return '…';
  if (values.length > 3) return t('filter.many', { count: values.length });
  const words = values.map((value) => {
    const preset = LAST.find((each) => each === value);
    if (op === 'last' && preset) return t(`filter.last.${preset}`);
    if (ofTeams(field)) return teamTitle(value);
    if (field.kind === 'boolean') return t(value === 'true' ? 'value.yes' : 'value.no');
    return field.kind === 'date' ? formatDate(value) : value;
  });
  return formatList(words, op === 'between' || op === 'every' ? 'conjunction' : 'disjunction');
}

/** Says clauses as one sentence: "Health is Down or Tier is Tier 1". */
export function useSentence(): (clause: Clause, fields: Field[]) => string {
  const { t } = useTranslation();
  const teamTitle = useTeamTitles();
  const say = (clause: Clause, fields: Field[]): string => {
    if (isGroup(clause)) {
      const parts = clause.of.map((each) => (isGroup(each) ? `(${say(each, fields)})` : say(each, fields)));
      return formatList(parts.filter(Boolean), clause.join === 'any' ? 'disjunction' : 'conjunction');
    }
    const field = fields.find((each) => each.id === clause.on);
    return field
      ? t(`filter.sentence.${clause.op}`, { field: field.label, values: valueText(field, clause, { t, teamTitle }) })
      : '';
  };
  return say;
}
