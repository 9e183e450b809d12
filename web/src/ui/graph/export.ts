import { roundedPath, routeOf } from './path';
import { CARD, type GraphEdge, type GraphNode, type Layout } from './types';

export interface Drawing {
  nodes: GraphNode[];
  edges: GraphEdge[];
  layout: Layout;
  colours: Map<string, string>;
}

const MARGIN = 24;

/** A text that no XML or Mermaid parser takes for anything else. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows no control characters at all.
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function shortened(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

/** The graph as an SVG document of its own; `token` gives the value of a colour token. */
export function toSvg({ nodes, edges, layout, colours }: Drawing, token: (name: string) => string): string {
  const arrows = edges
    .map((edge) => roundedPath(routeOf(edge, layout)))
    .filter(Boolean)
    .map((path) => `<path d="${path}" fill="none" stroke="${token('--line-ctl')}" marker-end="url(#tip)"/>`);
  const cards = nodes.flatMap((node) => {
    const at = layout.at.get(node.id);
    if (!at) return [];
    const edge = node.root ? token('--brand') : token('--line-2');
    const dash = node.ghost ? ' stroke-dasharray="4 3"' : '';
    return [
      `<g transform="translate(${at.x} ${at.y})">`,
      `<rect width="${CARD.width}" height="${CARD.height}" rx="10" fill="${token('--surface')}" stroke="${edge}"${dash}/>`,
      `<rect x="10" y="15" width="4" height="24" rx="2" fill="${token(colours.get(node.kind) ?? '--c6')}"/>`,
      `<text x="24" y="${node.subtitle ? 24 : 32}" font-weight="600" fill="${token('--ink')}">${escaped(shortened(node.title, 24))}</text>`,
      node.subtitle
        ? `<text x="24" y="40" font-size="11.5" fill="${token('--ink-3')}">${escaped(shortened(node.subtitle, 28))}</text>`
        : '',
      '</g>',
    ];
  });
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter, Arial, sans-serif" font-size="13">`,
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="7" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,1L9,5L0,9z" fill="${token('--line-ctl')}"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="${token('--bg')}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...arrows,
    ...cards,
    '</g></svg>',
  ].join('');
}

/** The graph as a Mermaid flowchart. */
export function toMermaid(nodes: GraphNode[], edges: GraphEdge[]): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const text = (value: string) =>
    escaped(value.replace(/\s+/g, ' ')).replace(/[`#;|[\](){}\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
  const cards = nodes.map(
    ({ id, title }) => `  ${names.get(id)}["${text(title).replace(/&(amp|lt|gt|quot);/g, '#$1;')}"]`,
  );
  const arrows = edges.flatMap(({ source, target, label }) => {
    const [from, to] = [names.get(source), names.get(target)];
    const word = label ? `|"${text(label).replace(/&(amp|lt|gt|quot);/g, '#$1;')}"|` : '';
    return from && to ? [`  ${from} -->${word} ${to}`] : [];
  });
  return `${['flowchart LR', ...cards, ...arrows].join('\n')}\n`;
}
