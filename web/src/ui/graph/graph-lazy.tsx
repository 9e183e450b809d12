import '@xyflow/react/dist/base.css';
import { ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from '../error-boundary';
import { Skeleton } from '../skeleton';
import { Canvas } from './canvas';
import classes from './graph.module.css';
import { useLayout } from './layout';
import { paint } from './palette';
import type { GraphEdge, GraphNode } from './types';
import './texts';

export interface GraphProps {
  label: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** Enter and double click. */
  onOpen?: (id: string) => void;
  /** The badge that counts hidden neighbours. */
  onExpand?: (id: string) => void;
  /** When given, all other cards and arrows are dimmed. */
  lit?: ReadonlySet<string> | null;
  /** Cards that a search found. */
  found?: ReadonlySet<string> | null;
  /** Which arrows bear their labels: by default, those of the selected card. */
  labels?: 'all' | 'selected';
  /** The words for kinds, shown in the legend. */
  kinds?: ReadonlyMap<string, string>;
  /** What an exported file is called. */
  fileName: string;
}

/** A graph of cards and arrows: laid out in a worker, drawn as one canvas from afar, walked with the arrow keys. */
export default function Graph(props: GraphProps) {
  const { t } = useTranslation();
  const arranged = useLayout(props.nodes, props.edges);
  const colours = useMemo(() => paint(props.nodes.map(({ kind }) => kind)), [props.nodes]);
  if (!arranged) {
    return (
      <div className={classes.stage}>
        <Skeleton kind="lines" rows={6} />
      </div>
    );
  }
  return (
    <div className={classes.stage}>
      <ErrorBoundary>
        <ReactFlowProvider>
          <Canvas {...props} {...arranged} colours={colours} />
        </ReactFlowProvider>
      </ErrorBoundary>
      {props.kinds && (
        <ul className={classes.legend} aria-label={t('graph.legend')}>
          {legendOf(colours, props.kinds, t('graph.otherKinds')).map(({ label, colour }) => (
            <li key={label}>
              <i style={{ background: `var(${colour})` }} />
              {label}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const MOST = 5;

function legendOf(colours: Map<string, string>, words: ReadonlyMap<string, string>, other: string) {
  const listed = [...colours].map(([kind, colour]) => ({ label: words.get(kind) ?? kind, colour }));
  if (listed.length <= MOST) return listed;
  return [...listed.slice(0, MOST - 1), { label: other, colour: listed[MOST]?.colour ?? '--c6' }];
}
