import type { ErrorSchema } from '@rjsf/utils';
import { lazy, Suspense, useState } from 'react';
import { LinesChart, SharesChart, Sparkline, StacksChart } from '@/ui/chart/chart';
import type { Series } from '@/ui/chart/options';
import type { GraphEdge, GraphNode } from '@/ui/graph/types';
import { Skeleton } from '@/ui/skeleton';
import classes from './gallery.module.css';
import { LONG, Part, UNBROKEN } from './part';

const Graph = lazy(() => import('@/ui/graph/graph-lazy'));
const Markdown = lazy(() => import('@/ui/markdown-lazy'));
const SpecView = lazy(() => import('@/ui/spec/spec-lazy'));
const SchemaForm = lazy(() => import('@/ui/schema-form/schema-form-lazy'));
const YamlEditor = lazy(() => import('@/ui/code/yaml-editor-lazy'));

const LEVELS = [
  { name: 'Gold', value: 14, color: '--gold-dot' },
  { name: 'Silver', value: 9, color: '--silver-dot' },
  { name: 'Bronze', value: 4, color: '--bronze-dot' },
  { name: LONG, value: 1, color: '--mute-dot' },
];
const DAY = 86_400_000;
const points = (seed: number): [number, number | null][] =>
  Array.from({ length: 30 }, (_, at) => [at * DAY, at === 12 ? null : 40 + ((at * seed) % 29)]);
const SERIES: Series[] = [
  { name: 'Succeeded', points: points(7) },
  { name: 'Failed', points: points(3) },
];

/** Charts, each with its words. */
export function Charts() {
  return (
    <div className={classes.grid}>
      {(['pie', 'bar'] as const).map((kind) => (
        <Part key={kind} name={kind}>
          <div className={classes.box}>
            <SharesChart kind={kind} slices={LEVELS} label={`Services by level, as a ${kind}`} format={String} />
          </div>
        </Part>
      ))}
      <Part name="stacks">
        <div className={classes.box}>
          <StacksChart
            stacks={LEVELS.map(({ name, value }) => ({ name, parts: [value, Math.round(value / 2)] }))}
            parts={[{ name: 'Production' }, { name: 'Staging' }]}
            label="Services by level, split by environment"
          />
        </div>
      </Part>
      <Part name="lines">
        <div className={classes.box}>
          <LinesChart series={SERIES} label="Deployments a day" yTitle="per day" />
        </div>
      </Part>
      <Part name="a single line">
        <div className={classes.box}>
          <LinesChart series={SERIES.slice(0, 1)} label="Deployments a day" />
        </div>
      </Part>
      <Part name="spark">
        <Sparkline points={points(5)} />
      </Part>
    </div>
  );
}

const KINDS = ['service', 'api', 'resource', 'team'];
const nodes = (count: number): GraphNode[] =>
  Array.from({ length: count }, (_, at) => ({
    id: String(at),
    title: at === 1 ? LONG : `node-${at}`,
    subtitle: at === 2 ? UNBROKEN : 'Service, Payments',
    kind: KINDS[at % KINDS.length] ?? 'service',
    tone: (['ok', 'warn', 'bad', 'mute'] as const)[at % 4],
    root: at === 0,
    ghost: at === 3,
    hidden: at === 2 ? 12 : 0,
  }));
const edges = (count: number, fan: number): GraphEdge[] =>
  Array.from({ length: count - 1 }, (_, at) => ({
    id: `e${at}`,
    source: String(Math.floor(at / fan)),
    target: String(at + 1),
    label: 'depends on',
  }));
const SMALL = { nodes: nodes(12), edges: edges(12, 3) };
const LARGE = { nodes: nodes(700), edges: edges(700, 6) };

/** A graph of cards, and one so large that it is drawn from afar. */
export function Graphs() {
  const [selected, setSelected] = useState<string | null>('2');
  return (
    <>
      {[SMALL, LARGE].map((graph) => (
        <Part key={graph.nodes.length} name={`${graph.nodes.length} cards`}>
          <div className={`${classes.box} ${classes.tall}`}>
            <Suspense fallback={<Skeleton kind="lines" />}>
              <Graph
                label={`A graph of ${graph.nodes.length}`}
                {...graph}
                selected={selected}
                onSelect={setSelected}
                fileName="graph"
              />
            </Suspense>
          </div>
        </Part>
      ))}
    </>
  );
}

const PROSE = `# One heading\n\nA paragraph with **weight**, \`code\`, [a link](https://example.com) and ${UNBROKEN}.\n
| promise | value |\n| --- | --- |\n| availability | 99.95 % |\n
- [x] done\n- [ ] not done\n\n> Said by somebody.\n\n\`\`\`sh\nmake run\n\`\`\`\n\n![picture](https://example.com/a.png)`;
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'Payments', version: '2.4.0', description: 'Accepts **payments**.' },
  paths: {
    '/payments': {
      get: { tags: ['payments'], summary: 'List payments', responses: { 200: { description: 'A page' } } },
      post: { tags: ['payments'], summary: LONG, responses: { 201: { description: 'The payment' } } },
      delete: { tags: ['payments'], deprecated: true, responses: {} },
    },
  },
};

/** What documents become. */
export function Documents() {
  return (
    <Suspense fallback={<Skeleton kind="lines" />}>
      <Part name="Markdown">
        <Markdown>{PROSE}</Markdown>
      </Part>
      <Part name="OpenAPI">
        <SpecView value={SPEC} />
      </Part>
      <Part name="What cannot be read">
        <SpecView value="openapi: [" />
      </Part>
    </Suspense>
  );
}

const SCHEMA = {
  type: 'object' as const,
  required: ['name'],
  properties: {
    name: { type: 'string' as const, title: 'Name', description: 'Letters, digits and hyphens' },
    lifecycle: { type: 'string' as const, title: 'Lifecycle', enum: ['production', 'experimental'] },
    replicas: { type: 'number' as const, title: 'Instances', maximum: 100 },
    pci: { type: 'boolean' as const, title: 'Handles card data' },
    tags: { type: 'array' as const, title: 'Tags', items: { type: 'string' as const } },
    notes: { type: 'string' as const, title: 'Notes' },
    readme: { type: 'string' as const, title: 'Readme' },
    runbook: { type: 'object' as const, title: 'Runbook', description: 'Where to look at night' },
    api: { type: 'string' as const, title: 'API' },
    limits: { type: 'object' as const, title: 'Limits', description: 'As the scheduler takes them' },
  },
};

const WIDGETS = {
  tags: { 'ui:widget': 'tags' },
  notes: { 'ui:options': { grows: true } },
  readme: { 'ui:widget': 'markdown' },
  runbook: { 'ui:field': 'link' },
  api: { 'ui:widget': 'code' },
  limits: { 'ui:field': 'json' },
};
const FILLED = {
  name: 'payments-api',
  replicas: 12,
  tags: ['go'],
  notes: 'One line\nand another',
  readme: PROSE,
  runbook: { url: 'https://wiki.example.com/payments', displayText: 'Runbook' },
  api: 'openapi: 3.1.0\ninfo:\n  title: Payments # accepts them\n',
  limits: { cpu: 2 },
};

const REFUSED = { replicas: { __errors: ['must be at most 100'] } } as unknown as ErrorSchema;

/** One document as a form, and as YAML. */
export function Editors() {
  const [data, setData] = useState<Record<string, unknown>>(FILLED);
  const [text, setText] = useState('# what runs\nname: payments-api\nreplicas: 120\ntags: [go, pci]\n');
  return (
    <Suspense fallback={<Skeleton kind="editor" />}>
      <Part name="SchemaForm">
        <SchemaForm
          id="form"
          schema={SCHEMA}
          uiSchema={WIDGETS}
          data={data}
          serverErrors={REFUSED}
          onChange={setData}
          onSubmit={() => undefined}
        />
      </Part>
      <Part name="YamlEditor, with a value that does not fit">
        <div className={classes.box}>
          <YamlEditor label="Service as YAML" value={text} schema={SCHEMA} onChange={setText} />
        </div>
      </Part>
    </Suspense>
  );
}
