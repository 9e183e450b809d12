import { Select, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SearchAnswer } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import { formatNumber } from '@/lib/format';
import { type SearchState, TYPES } from '../search';
import classes from './results.module.css';

interface FilterProps {
  state: SearchState;
  /** What there is of all types and blueprints. */
  all: SearchAnswer | undefined;
  onChange: (change: Partial<SearchState>) => void;
}

/** Which type of results, and of which blueprint, with how many there are of each. */
export function ResultFilter({ state, all, onChange }: FilterProps) {
  const { t } = useTranslation();
  const total = all && TYPES.reduce((sum, type) => sum + (all.counts[type] ?? 0), 0);
  const say = (count: number | null | undefined, capped: boolean) =>
    count == null ? '' : `${formatNumber(count)}${capped ? '+' : ''}`;
  return (
    <div className={classes.filter}>
      <Tabs value={state.type ?? 'all'} onChange={(type) => onChange(parsed(type))} className={classes.tabs}>
        <Tabs.List aria-label={t('search.tabs')}>
          <Tabs.Tab value="all" rightSection={<Count>{say(total, all?.capped === true)}</Count>}>
            {t('search.all')}
          </Tabs.Tab>
          {TYPES.map((type) => (
            <Tabs.Tab
              key={type}
              value={type}
              rightSection={<Count>{say(all?.counts[type], all?.capped === true && type === 'entity')}</Count>}
            >
              {t(`search.${type}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <BlueprintChoice state={state} all={all} onChange={onChange} />
    </div>
  );
}

function Count({ children }: { children: string }) {
  return <span className={classes.count}>{children}</span>;
}

const parsed = (type: string | null): Partial<SearchState> => ({
  type: TYPES.find((each) => each === type),
  blueprint: undefined,
});

function BlueprintChoice({ state, all, onChange }: FilterProps) {
  const { t } = useTranslation();
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const titleOf = (name: string) => blueprints.find(({ identifier }) => identifier === name)?.title ?? name;
  const counts = { ...(state.blueprint ? { [state.blueprint]: 0 } : {}), ...all?.blueprints };
  const names = Object.keys(counts).sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0));
  if (names.length < 2 && !state.blueprint) return null;
  return (
    <Select
      className={classes.choice}
      aria-label={t('search.within')}
      placeholder={t('search.anyBlueprint')}
      clearable
      searchable={names.length > 10}
      value={state.blueprint ?? null}
      onChange={(blueprint) => onChange({ blueprint: blueprint ?? undefined, type: undefined })}
      data={names.map((name) => ({ value: name, label: `${titleOf(name)} (${formatNumber(counts[name] ?? 0)})` }))}
    />
  );
}
