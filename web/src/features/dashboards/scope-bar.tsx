import { Chip, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { teamsQuery } from '@/features/entities/public-lazy';
import classes from './dashboard.module.css';
import type { PageFilter } from './model/page-filters';
import { type DashboardSearch, RANGES } from './model/search';

interface ScopeBarProps {
  search: DashboardSearch;
  filters: PageFilter[];
}

/** What narrows every widget at once: the page's filters, a team, a stretch of time. */
export function ScopeBar({ search, filters }: ScopeBarProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const teams = useQuery(teamsQuery);
  const set = (part: Partial<DashboardSearch>) => {
    const next = Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ to: '.', search: Object.fromEntries(next), replace: true });
  };
  const on = new Set(search.pf?.split(','));
  const toggle = (id: string) => {
    if (!on.delete(id)) on.add(id);
    set({ pf: [...on].join(',') });
  };
  return (
    <div className={classes.scope}>
      {filters.map(({ id, title }) => (
        <Chip key={id} variant="outline" radius="md" checked={on.has(id)} onChange={() => toggle(id)}>
          {title}
        </Chip>
      ))}
      <div className={classes.choices}>
        <NativeSelect
          aria-label={t('dashboards.team')}
          value={search.team ?? ''}
          data={[
            { value: '', label: t('dashboards.allTeams') },
            ...(teams.data?.map(({ identifier, title }) => ({
              value: identifier,
              label: title || identifier,
            })) ?? []),
          ]}
          onChange={(event) => set({ team: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label={t('dashboards.range')}
          value={search.range ?? ''}
          data={[
            { value: '', label: t('dashboards.ownRange') },
            ...RANGES.map((range) => ({ value: range, label: t(`dashboards.values.${range}`) })),
          ]}
          onChange={(event) => set({ range: (event.currentTarget.value || undefined) as DashboardSearch['range'] })}
        />
      </div>
    </div>
  );
}
