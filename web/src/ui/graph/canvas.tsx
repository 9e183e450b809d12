import { Background, BackgroundVariant, ReactFlow, useReactFlow, useStore, ViewportPortal } from '@xyflow/react';
import { type MouseEvent, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Controls } from './controls';
import { Edges } from './edges';
import classes from './graph.module.css';
import type { GraphProps } from './graph-lazy';
import type { Arranged } from './layout';
import { CardDoings, type CardNode, NodeCard } from './node-card';
import { Overview } from './overview';
import { overlap } from './path';
import { CARD, farBelow, type GraphEdge } from './types';
import { useGraphKeys } from './use-graph-keys';
import { useFirstView, useReveal, useShowAll, useView } from './use-view';

const nodeTypes = { card: NodeCard };
const NOTHING: CardNode[] = [];
/** The library lets the mouse through cards that it neither selects nor drags; ours are buttons. */
const HEARS_THE_MOUSE = { pointerEvents: 'all' } as const;

type CanvasProps = GraphProps & Arranged & { colours: Map<string, string> };

/** The surface that is panned and zoomed. Only what is in view is drawn, so that size does not slow it down. */
export function Canvas(props: CanvasProps) {
  const { t } = useTranslation();
  const { nodes, edges, layout, selected, colours, lit = null, found = null, onSelect, onOpen, onExpand } = props;
  const far = useStore((state) => state.transform[2] < farBelow(nodes.length));
  const flow = useReactFlow();
  const view = useView(far);
  const showAll = useShowAll(layout);
  useFirstView(layout, nodes, showAll);
  useReveal(selected, layout);
  const onKeyDown = useGraphKeys({ ...props, showAll });
  const cards = useMemo(
    () =>
      far
        ? NOTHING
        : nodes.flatMap((node): CardNode[] => {
            const at = layout.at.get(node.id);
            const right = (at?.x ?? 0) + CARD.width;
            const bottom = (at?.y ?? 0) + CARD.height;
            if (!at || !overlap({ left: at.x, top: at.y, right, bottom }, view)) return [];
            const data = {
              node,
              colour: colours.get(node.kind) ?? '--c6',
              selected: node.id === selected,
              found: found?.has(node.id) ?? false,
              dim: lit !== null && !lit.has(node.id) && node.id !== selected,
            };
            return [{ id: node.id, type: 'card', position: at, ...CARD, style: HEARS_THE_MOUSE, data }];
          }),
    [far, nodes, layout, view, colours, selected, found, lit],
  );
  const doings = useMemo(() => ({ onSelect, onOpen, onExpand }), [onSelect, onOpen, onExpand]);
  const onPane = (event: MouseEvent) => {
    if (!far) return onSelect(null);
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const hit = nodes.find(({ id }) => {
      const at = layout.at.get(id);
      return at && within(point.x - at.x, CARD.width) && within(point.y - at.y, CARD.height);
    });
    onSelect(hit?.id ?? null);
  };
  const look = useCallback(
    ({ source, target }: GraphEdge) => {
      if (lit) return lit.has(source) && lit.has(target) ? 'lit' : 'dim';
      return source === selected || target === selected ? 'lit' : 'plain';
    },
    [lit, selected],
  );
  const labelled = useCallback(
    ({ source, target }: GraphEdge) => props.labels === 'all' || source === selected || target === selected,
    [props.labels, selected],
  );
  const chosen = nodes.find(({ id }) => id === selected);
  return (
    <section
      className={classes.graph}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the graph is walked with the arrow keys.
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-far={far || undefined}
    >
      <CardDoings.Provider value={doings}>
        <ReactFlow<CardNode>
          nodes={cards}
          nodeTypes={nodeTypes}
          minZoom={0.02}
          maxZoom={1.6}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          // A hand that shakes a little still clicks, and a double click opens a card.
          paneClickDistance={4}
          zoomOnDoubleClick={false}
          onPaneClick={onPane}
          proOptions={{ hideAttribution: true }}
        >
          {!far && (
            <ViewportPortal>
              <Edges edges={edges} layout={layout} view={view} lit={look} labelled={labelled} />
            </ViewportPortal>
          )}
          {farBelow(nodes.length) > 0 && <Overview {...{ nodes, edges, layout, colours, lit, selected }} />}
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} color="var(--line-2)" />
        </ReactFlow>
      </CardDoings.Provider>
      <Controls nodes={nodes} edges={edges} layout={layout} colours={colours} name={props.fileName} showAll={showAll} />
      <p className="sr-only" role="status">
        {chosen && [chosen.title, chosen.subtitle].filter(Boolean).join(', ')}
      </p>
      <p className="sr-only">{t('graph.keys')}</p>
    </section>
  );
}

function within(offset: number, size: number): boolean {
  return offset >= 0 && offset <= size;
}
