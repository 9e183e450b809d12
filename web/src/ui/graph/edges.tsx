import { useId, useMemo } from 'react';
import classes from './graph.module.css';
import { type Box, boxOf, labelSpot, overlap, roundedPath, routeOf } from './path';
import type { GraphEdge, Layout } from './types';

interface EdgesProps {
  edges: GraphEdge[];
  layout: Layout;
  /** The part of the graph that is looked at, with a margin. */
  view: Box;
  lit: (edge: GraphEdge) => 'lit' | 'plain' | 'dim';
  labelled: (edge: GraphEdge) => boolean;
}

/** More arrows than this have no tips: they would be all that is seen, and slow. */
const MOST_TIPS = 400;

/** The arrows in view, as one drawing under the cards. */
export function Edges({ edges, layout, view, lit, labelled }: EdgesProps) {
  const id = useId();
  const routes = useMemo(
    () =>
      edges.flatMap((edge) => {
        const points = routeOf(edge, layout);
        return points.length > 1 ? [{ edge, points, box: boxOf(points) }] : [];
      }),
    [edges, layout],
  );
  const shown = routes.filter(({ box }) => overlap(box, view));
  const order = { dim: 0, plain: 1, lit: 2 };
  const drawn = shown
    .map((route) => ({ ...route, look: lit(route.edge) }))
    .sort((one, other) => order[one.look] - order[other.look]);
  return (
    <svg className={classes.edges} width={1} height={1} aria-hidden>
      <defs>
        {(['dim', 'plain', 'lit'] as const).map((look) => (
          <marker
            key={look}
            id={`${id}-${look}`}
            viewBox="0 0 10 10"
            refX={7}
            refY={5}
            markerWidth={look === 'lit' ? 5 : 7}
            markerHeight={look === 'lit' ? 5 : 7}
            orient="auto"
          >
            <path d="M0,1L9,5L0,9z" className={classes.tip} data-look={look} />
          </marker>
        ))}
      </defs>
      {drawn.map(({ edge, points, look }) => (
        <path
          key={edge.id}
          className={classes.edge}
          data-look={look}
          d={roundedPath(points)}
          markerEnd={drawn.length <= MOST_TIPS || look === 'lit' ? `url(#${id}-${look})` : undefined}
        />
      ))}
      {drawn
        .filter(({ edge }) => edge.label && labelled(edge))
        .map(({ edge, points }) => {
          const spot = labelSpot(points);
          return (
            <text key={edge.id} className={classes.label} x={spot.x} y={spot.y - 5} textAnchor="middle">
              {edge.label}
            </text>
          );
        })}
    </svg>
  );
}
