import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import classes from './advanced-filter.module.css';
import { type Clause, type Filter, type FilterGroup, isGroup, MAX_DEPTH } from './clauses';
import type { Field } from './fields';
import { OperatorSelect } from './filter-editor-lazy';
import FilterValues from './filter-values-lazy';
import { isComplete, operatorsOf, toQuery } from './filters';

interface AdvancedFilterProps {
  fields: Field[];
  clauses: Clause[];
  onApply: (clauses: Clause[]) => void;
  onClose: () => void;
}

/** What the editor begins with; a single group that any row may satisfy is shown as the whole. */
function rootOf(clauses: Clause[]): FilterGroup {
  const [only] = clauses;
  return clauses.length === 1 && only && isGroup(only) ? only : { join: 'all', of: clauses };
}

/** Leaves out what is not finished, and groups that hold nothing. */
function finished(clauses: Clause[]): Clause[] {
  return clauses.flatMap((clause): Clause[] => {
    if (!isGroup(clause)) return isComplete(clause) ? [clause] : [];
    const of = finished(clause.of);
    return of.length > 0 ? [{ ...clause, of }] : [];
  });
}

/** Conditions joined by and and or, as deep as five groups; the same query as the API takes. */
export default function AdvancedFilter({ fields, clauses, onApply, onClose }: AdvancedFilterProps) {
  const { t } = useTranslation();
  const [root, setRoot] = useState(() => rootOf(clauses));
  const of = finished(root.of);
  const result: Clause[] = root.join === 'any' && of.length > 0 ? [{ join: 'any', of }] : of;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onApply(result);
  };
  return (
    <Dialog onClose={onClose} title={t('filter.advancedTitle')} size={820}>
      <form className={classes.form} onSubmit={submit}>
        <p className="muted">{t('filter.advancedHelp')}</p>
        <GroupEditor group={root} fields={fields} depth={1} onChange={setRoot} />
        <details>
          <summary>{t('filter.json')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
          <pre className={classes.json} tabIndex={0}>
            <code>{JSON.stringify(toQuery('', result, fields) ?? { combinator: 'and', rules: [] }, null, 2)}</code>
          </pre>
        </details>
        <div className={classes.actions}>
          <span className="faint small grow">{t('filter.incomplete')}</span>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit">{t('filter.apply')}</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface GroupEditorProps {
  group: FilterGroup;
  fields: Field[];
  depth: number;
  onChange: (group: FilterGroup) => void;
  onRemove?: () => void;
}

function GroupEditor({ group, fields, depth, onChange, onRemove }: GroupEditorProps) {
  const { t } = useTranslation();
  const set = (of: Clause[]) => onChange({ ...group, of });
  const replace = (index: number, next: Clause) => set(group.of.map((each, at) => (at === index ? next : each)));
  const remove = (index: number) => set(group.of.filter((_, at) => at !== index));
  const [first] = fields;
  const fresh: Filter[] = first ? [{ on: first.id, op: operatorsOf(first)[0] ?? 'filled', v: [] }] : [];
  return (
    <fieldset className={classes.group} data-depth={depth}>
      <legend className="sr-only">{t('filter.join')}</legend>
      <div className={classes.join}>
        <NativeSelect
          size="xs"
          aria-label={t('filter.join')}
          data={[
            { value: 'all', label: t('filter.all') },
            { value: 'any', label: t('filter.anyOf') },
          ]}
          value={group.join}
          onChange={(event) => onChange({ ...group, join: event.currentTarget.value === 'any' ? 'any' : 'all' })}
        />
        <span className="grow" />
        {onRemove && (
          <ActionIcon size={24} aria-label={t('filter.removeGroup')} onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {group.of.map((clause, index) => {
        // Clauses have no name but their place.
        const key = `${index}-${isGroup(clause) ? 'group' : clause.on}`;
        const parts = { fields, onRemove: () => remove(index) };
        return isGroup(clause) ? (
          <GroupEditor
            key={key}
            {...parts}
            group={clause}
            depth={depth + 1}
            onChange={(next) => replace(index, next)}
          />
        ) : (
          <RuleEditor key={key} {...parts} filter={clause} onChange={(next) => replace(index, next)} />
        );
      })}
      <div className={classes.add}>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...group.of, ...fresh])}
        >
          {t('filter.addRule')}
        </Button>
        {depth < MAX_DEPTH && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => set([...group.of, { join: group.join === 'any' ? 'all' : 'any', of: fresh }])}
          >
            {t('filter.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface RuleEditorProps {
  filter: Filter;
  fields: Field[];
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function RuleEditor({ filter, fields, onChange, onRemove }: RuleEditorProps) {
  const { t } = useTranslation();
  const field = fields.find((each) => each.id === filter.on);
  const refield = (id: string) => {
    const next = fields.find((each) => each.id === id);
    if (next) onChange({ on: id, op: operatorsOf(next)[0] ?? 'filled', v: [] });
  };
  return (
    <div className={classes.rule}>
      <NativeSelect
        aria-label={t('filter.field')}
        data={fields.map(({ id, label }) => ({ value: id, label }))}
        value={filter.on}
        onChange={(event) => refield(event.currentTarget.value)}
      />
      {field && <OperatorSelect field={field} filter={filter} onChange={onChange} />}
      <div className={classes.value}>
        {field && <FilterValues field={field} filter={filter} onChange={(v) => onChange({ ...filter, v })} />}
      </div>
      <ActionIcon aria-label={t('filter.removeRule')} onClick={onRemove}>
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
