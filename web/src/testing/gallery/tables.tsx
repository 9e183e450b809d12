import { IconFilterOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Named } from '@/ui/avatar';
import { Badge, Status } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column, Selection, Sort } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import classes from './gallery.module.css';
import { LONG, Part, UNBROKEN } from './part';

interface Service {
  id: string;
  name: string;
  health: 'ok' | 'warn' | 'bad';
  owner: string;
  instances: number;
}

const HEALTH = { ok: 'Healthy', warn: 'Degraded', bad: 'Down' } as const;
const TONES = ['ok', 'ok', 'warn', 'ok', 'bad'] as const;
const SERVICES: Service[] = Array.from({ length: 10_000 }, (_, at) => ({
  id: `service-${at}`,
  name: at === 2 ? LONG : at === 3 ? UNBROKEN : `service-${at}`,
  health: TONES[at % TONES.length] ?? 'ok',
  owner: ['Payments', 'Checkout', 'Data Platform'][at % 3] ?? '',
  instances: (at * 7919) % 97,
}));

const COLUMNS: Column<Service>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 260,
    sortable: true,
    cell: ({ name }) => (
      <>
        <EntityIcon icon="Service" size={15} />
        <span className="truncate">{name}</span>
      </>
    ),
  },
  { id: 'health', label: 'Health', width: 120, cell: ({ health }) => <Status tone={health}>{HEALTH[health]}</Status> },
  { id: 'lifecycle', label: 'Lifecycle', width: 120, cell: () => <Badge tone="ok">Production</Badge> },
  { id: 'owner', label: 'Owner', width: 160, cell: ({ owner }) => <Named name={owner} square /> },
  { id: 'instances', label: 'Instances', width: 110, numeric: true, sortable: true, cell: (row) => row.instances },
];
const common = { columns: COLUMNS, rowId: (row: Service) => row.id, rowName: (row: Service) => row.name };
const actions = {
  href: (row: Service) => `#tables/${row.id}`,
  menu: () => [{ label: 'Edit', onSelect: () => undefined }],
};

function useChosen(): Selection {
  const [chosen, setChosen] = useState(new Set(['service-1', 'service-2']));
  return useMemo(() => {
    const toggled = (id: string) =>
      new Set(chosen.has(id) ? [...chosen].filter((each) => each !== id) : [...chosen, id]);
    return {
      count: chosen.size,
      all: false,
      has: (id) => chosen.has(id),
      onToggle: (id) => setChosen(toggled(id)),
      onMany: (ids) => setChosen(new Set([...chosen, ...ids])),
      onAll: () => setChosen(new Set()),
    };
  }, [chosen]);
}

/** The one table, in its states. */
export function Tables() {
  const selection = useChosen();
  const [sort, setSort] = useState<Sort[]>([{ id: 'name', desc: false }]);
  const turn = (id: string) => setSort(([first]) => [{ id, desc: first?.id === id && !first.desc }]);
  return (
    <>
      <Part name="Ten thousand rows, sorted, selected">
        <div className={classes.box}>
          <DataTable
            {...common}
            label="Many services"
            rows={SERVICES}
            total={SERVICES.length}
            actions={actions}
            selection={selection}
            sort={sort}
            onSort={turn}
          />
        </div>
      </Part>
      <Part name="Compact, whatever is preferred">
        <div className={classes.box}>
          <DataTable {...common} label="Compact services" rows={SERVICES.slice(0, 40)} total={40} dense />
        </div>
      </Part>
      <Part name="Pages on their way">
        <div className={classes.box}>
          <DataTable {...common} label="Loading services" rows={new Array(12).fill(undefined)} total={12} fetching />
        </div>
      </Part>
      <Part name="Nothing matches">
        <div className={classes.box}>
          <DataTable
            {...common}
            label="No services"
            rows={[]}
            total={0}
            empty={<Empty icon={<IconFilterOff size={28} stroke={1.5} />} title="Nothing matches these filters" />}
          />
        </div>
      </Part>
    </>
  );
}
