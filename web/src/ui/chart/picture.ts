import { download } from '@/lib/download';
import { pngOf } from '@/lib/png';

const XML = 'http://www.w3.org/2000/svg';
const MARGIN = 20;
const HEAD = 34;
const LINE = 22;
const FONT = 'Inter, Arial, sans-serif';

function part(name: string, said: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(XML, name);
  for (const [key, value] of Object.entries(said)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The chart that is drawn in an element as an SVG document of its own, with its title and the legend beside it. */
export function chartSvg(card: Element, title: string): string | null {
  const drawn = card.querySelector<SVGSVGElement>('figure svg');
  if (!drawn) return null;
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const { width, height } = drawn.getBoundingClientRect();
  const legend = [...card.querySelectorAll('figure ul:not(.sr-only) > li')];
  const size = { width: width + 2 * MARGIN, height: HEAD + height + legend.length * LINE + 2 * MARGIN };
  const svg = part('svg', { xmlns: XML, ...size, 'font-family': FONT, 'font-size': 13 });
  const chart = drawn.cloneNode(true) as SVGSVGElement;
  for (const [key, value] of Object.entries({ x: MARGIN, y: MARGIN + HEAD, width, height })) {
    chart.setAttribute(key, String(value));
  }
  svg.append(
    part('rect', { ...size, fill: token('--surface') }),
    part('text', { x: MARGIN, y: MARGIN + 14, fill: token('--ink'), 'font-weight': 600, 'font-size': 15 }, title),
    chart,
  );
  for (const [place, line] of legend.entries()) {
    const y = MARGIN + HEAD + height + place * LINE;
    const color = line.querySelector('i') ? getComputedStyle(line.querySelector('i') as Element).backgroundColor : '';
    const text = [...line.children].map((each) => each.textContent).filter(Boolean);
    svg.append(part('rect', { x: MARGIN, y: y + 4, width: 10, height: 10, rx: 2, fill: color || 'none' }));
    svg.append(part('text', { x: MARGIN + 18, y: y + 14, fill: token('--ink') }, text.join('  ')));
  }
  return new XMLSerializer().serializeToString(svg);
}

/** Hands a chart to the browser as a picture. */
export async function saveChart(card: Element, title: string): Promise<void> {
  const svg = chartSvg(card, title);
  if (svg) download(`${title || 'chart'}.png`, await pngOf(svg), 'image/png');
}
