import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconFilter, IconHierarchy3, IconSearch, IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Graph } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import classes from './graph.module.css';
import { DEPTHS, type Direction, type GraphState } from './graph-state';

interface GraphBarProps {
  state: GraphState;
  graph: Graph;
  blueprints: Blueprint[];
  /** The cards that the search found, in order. */
  found: string[];
  onChange: (part: Partial<GraphState>) => void;
}

/** How far, which way and along what the graph goes, and what it holds. */
export function GraphBar({ state, graph, blueprints, found, onChange }: GraphBarProps) {
  const { t } = useTranslation();
  const table = state.view === 'table';
  const next = () => {
    const place = found.indexOf(state.node ?? '');
    const key = found[(place + 1) % found.length];
    if (key) onChange({ node: key });
  };
  return (
    <div className={classes.bar}>
      <TextInput
        w={190}
        aria-label={t('graph.find')}
        placeholder={t('graph.find')}
        leftSection={<IconSearch size={15} aria-hidden />}
        data-page-search
        value={state.find}
        onChange={(event) => onChange({ find: event.currentTarget.value })}
        onKeyDown={(event) => event.key === 'Enter' && next()}
      />
      {state.find && <span className="muted small">{t('graph.foundCount', { count: found.length })}</span>}
      <SegmentedControl
        aria-label={t('graph.direction')}
        value={state.direction}
        onChange={(value) => onChange({ direction: value as Direction })}
        data={(['both', 'upstream', 'downstream'] as const).map((value) => ({ value, label: t(`graph.${value}`) }))}
      />
      <span className="muted small" aria-hidden>
        {t('graph.depth')}
      </span>
      <SegmentedControl
        aria-label={t('graph.depth')}
        value={String(state.depth)}
        onChange={(value) => onChange({ depth: Number(value) })}
        data={DEPTHS.map((depth) => formatNumber(depth))}
      />
      <KindFilter kinds={state.kinds} blueprints={blueprints} onChange={(kinds) => onChange({ kinds })} />
      <Switch
        label={t('graph.impact')}
        checked={state.impact}
        onChange={(event) => {
          const impact = event.currentTarget.checked;
          const direction = impact && state.direction === 'upstream' ? 'both' : state.direction;
          onChange({ impact, direction });
        }}
      />
      <div className={classes.end}>
        <span className="muted small" role="status">
          {t('graph.size', { entities: formatNumber(graph.nodes.length), relations: formatNumber(graph.edges.length) })}
          {graph.truncated && <b className={classes.cut}>{t('graph.cut')}</b>}
          {!graph.truncated && graph.deeper && ` ${t('graph.deeper')}`}
        </span>
        {graph.truncated && !state.large && (
          <Button variant="default" size="xs" onClick={() => onChange({ large: true })}>
            {t('graph.showLarge')}
          </Button>
        )}
        <Tooltip label={t(table ? 'graph.asGraph' : 'graph.asTable')}>
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t(table ? 'graph.asGraph' : 'graph.asTable')}
            onClick={() => onChange({ view: table ? 'graph' : 'table' })}
          >
            {table ? <IconHierarchy3 size={16} /> : <IconTable size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

interface KindFilterProps {
  kinds: string[];
  blueprints: Blueprint[];
  onChange: (kinds: string[]) => void;
}

function KindFilter({ kinds, blueprints, onChange }: KindFilterProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-start" width={250} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={15} />}>
          {kinds.length > 0 ? t('graph.kindsChosen', { count: kinds.length }) : t('graph.kinds')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('graph.kinds')}>
        <div className={classes.kinds}>
          {blueprints.map(({ identifier, title }) => (
            <Checkbox
              key={identifier}
              label={title || identifier}
              checked={kinds.includes(identifier)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...kinds, identifier] : kinds.filter((each) => each !== identifier),
                )
              }
            />
          ))}
        </div>
        <div className={classes.kindsFoot}>
          <Button variant="subtle" size="xs" disabled={kinds.length === 0} onClick={() => onChange([])}>
            {t('graph.allKinds')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
