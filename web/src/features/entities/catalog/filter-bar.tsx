import { Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './catalog.module.css';
import { type Clause, type FilterGroup, isGroup } from './clauses';
import type { Field } from './fields';
import chipClasses from './filter.module.css';
import { FilterChip, useSentence } from './filter-chip';
import { operatorsOf } from './filters';
import type { Catalog } from './use-catalog';

const AdvancedFilter = lazy(() => import('./advanced-filter-lazy'));

/** The filters as sentences, each to be changed or removed; groups open the advanced editor. */
export function FilterBar({ catalog }: { catalog: Catalog }) {
  const { fields, search, change, open } = catalog;
  const [fresh, setFresh] = useState(-1);
  const [advanced, setAdvanced] = useState(false);
  const clauses = search.f ?? [];
  const set = (next: Clause[]) => change({ f: next.length > 0 ? next : undefined });
  const add = (field: Field) => {
    setFresh(clauses.length);
    set([...clauses, { on: field.id, op: operatorsOf(field)[0] ?? 'filled', v: [] }]);
  };
  const replace = (index: number, next: Clause) => set(clauses.map((each, at) => (at === index ? next : each)));
  const remove = (index: number) => set(clauses.filter((_, at) => at !== index));
  return (
    <>
      {clauses.map((clause, index) => {
        if (isGroup(clause)) {
          return (
            <GroupChip
              // biome-ignore lint/suspicious/noArrayIndexKey: clauses have no name but their place.
              key={`group-${index}`}
              group={clause}
              fields={fields}
              open={open}
              onOpen={() => setAdvanced(true)}
              onRemove={() => remove(index)}
            />
          );
        }
        const field = fields.find((each) => each.id === clause.on);
        if (!field) return null;
        return (
          <FilterChip
            // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be on one field; their place tells them apart.
            key={`${clause.on}-${index}`}
            field={field}
            filter={clause}
            fresh={index === fresh}
            open={open}
            onChange={(next) => replace(index, next)}
            onRemove={() => remove(index)}
          />
        );
      })}
      {open && <AddFilter fields={fields} onAdd={add} onAdvanced={() => setAdvanced(true)} />}
      <Suspense fallback={null}>
        {advanced && (
          <AdvancedFilter
            fields={fields}
            clauses={clauses}
            onApply={(next) => {
              setAdvanced(false);
              set(next);
            }}
            onClose={() => setAdvanced(false)}
          />
        )}
      </Suspense>
    </>
  );
}

interface GroupChipProps {
  group: FilterGroup;
  fields: Field[];
  open: boolean;
  onOpen: () => void;
  onRemove: () => void;
}

function GroupChip({ group, fields, open, onOpen, onRemove }: GroupChipProps) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const text = sentence(group, fields);
  return (
    <span className={chipClasses.chip}>
      <button type="button" disabled={!open} onClick={onOpen}>
        <span className={chipClasses.sentence}>{text}</span>
      </button>
      {open && (
        <button type="button" aria-label={t('filter.removeGroup')} onClick={onRemove}>
          <IconX size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

interface AddFilterProps {
  fields: Field[];
  onAdd: (field: Field) => void;
  onAdvanced: () => void;
}

function AddFilter({ fields, onAdd, onAdvanced }: AddFilterProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const listed = fields.filter((field) => field.label.toLowerCase().includes(text.toLowerCase()));
  const choose = (field: Field | undefined) => {
    if (!field) return;
    setOpened(false);
    setText('');
    onAdd(field);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={250} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.tool} onClick={() => setOpened(!opened)}>
          <IconFilter size={15} aria-hidden />
          {t('catalog.filter')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            choose(listed[0]);
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('filter.find')}
            placeholder={t('filter.find')}
            value={text}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </form>
        <ul className={classes.fields}>
          {listed.map((field) => (
            <li key={field.id}>
              <button type="button" onClick={() => choose(field)}>
                {field.label}
              </button>
            </li>
          ))}
        </ul>
        <div className={classes.advanced}>
          <button
            type="button"
            onClick={() => {
              setOpened(false);
              onAdvanced();
            }}
          >
            {t('filter.advanced')}
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
