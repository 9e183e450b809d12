import type { Node, NodeProps } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../badge';
import { EntityIcon } from '../entity-icon';
import classes from './graph.module.css';
import { CARD, type GraphNode } from './types';

export interface CardData extends Record<string, unknown> {
  node: GraphNode;
  colour: string;
  selected: boolean;
  found: boolean;
  dim: boolean;
}
export type CardNode = Node<CardData, 'card'>;

interface Doings {
  onSelect: (id: string) => void;
  onOpen?: (id: string) => void;
  onExpand?: (id: string) => void;
}
export const CardDoings = createContext<Doings>({ onSelect: () => undefined });

/** A node as a card. It is reached by arrow keys on the graph, so it takes no place in the order of tabs. */
export const NodeCard = memo(function NodeCard({ data }: NodeProps<CardNode>) {
  const { t } = useTranslation();
  const { onSelect, onOpen, onExpand } = useContext(CardDoings);
  const { node, colour, selected, found, dim } = data;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={classes.node}
        style={{ ...CARD, '--kind': `var(${colour})` } as React.CSSProperties}
        aria-pressed={selected}
        data-root={node.root || undefined}
        data-ghost={node.ghost || undefined}
        data-found={found || undefined}
        data-dim={dim || undefined}
        title={node.page ? undefined : node.title}
        data-card={node.page}
        onClick={() => onSelect(node.id)}
        onDoubleClick={() => onOpen?.(node.id)}
      >
        <span className={classes.tile}>
          <EntityIcon icon={node.icon} blueprint={node.kind} size={16} />
        </span>
        <span className="grow">
          <b className="truncate">{node.title}</b>
          {node.subtitle && <small className="truncate">{node.subtitle}</small>}
        </span>
        {node.tone && !dim && <Dot tone={node.tone} />}
      </button>
      {onExpand && node.hidden !== undefined && node.hidden > 0 && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.hidden}
          aria-label={t('graph.expand', { count: node.hidden, name: node.title })}
          onClick={() => onExpand(node.id)}
        >
          +{node.hidden > 99 ? '99' : node.hidden}
        </button>
      )}
    </>
  );
});
