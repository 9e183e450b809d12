import { download } from '@/lib/download';
import { pngOf } from '@/lib/png';

const XML = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';
const MARGIN = 24;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML takes none of these.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The rules of the page's own sheets as one text; a picture looks like a print, so what is for print always holds. */
async function styles(): Promise<string> {
  const parts = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => textOf(rule)));
  return (await Promise.all(parts)).join('\n');
}

async function textOf(rule: CSSRule): Promise<string> {
  if (rule instanceof CSSFontFaceRule) return fontOf(rule);
  if (rule instanceof CSSMediaRule && rule.conditionText === 'print') {
    return [...rule.cssRules].map(({ cssText }) => cssText).join('\n');
  }
  return rule.cssText;
}

/** A font that the page uses, with its file inside: a picture loads nothing from outside of it. */
async function fontOf({ style, cssText, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const family = style.getPropertyValue('font-family');
  const range = style.getPropertyValue('unicode-range');
  const used = [...document.fonts].some(
    (font) =>
      font.status === 'loaded' && plain(font.family) === plain(family) && plain(font.unicodeRange) === plain(range),
  );
  const url = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src'));
  if (!used || !url?.[1]) return '';
  const file = await (await fetch(new URL(url[1], parentStyleSheet?.href ?? location.href))).blob();
  return cssText.replace(url[0], `url("${await dataUrl(file)}")`);
}

/** Browsers write names and ranges of fonts in more than one way. */
const plain = (text: string) => text.replace(/["'\s]/g, '').toLowerCase();

function dataUrl(file: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

/** A copy of an element as it is drawn: what was scrolled stays so, and pages of others are left out. */
function copyOf(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true) as HTMLElement;
  const drawn = element.querySelectorAll<HTMLElement>('*');
  for (const [place, twin] of copy.querySelectorAll<HTMLElement>('*').entries()) {
    const { scrollLeft = 0, scrollTop = 0 } = drawn[place] ?? {};
    if (scrollLeft === 0 && scrollTop === 0) continue;
    for (const child of twin.children) {
      if (child instanceof HTMLElement) child.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    }
  }
  for (const frame of copy.querySelectorAll('iframe')) frame.remove();
  return copy;
}

/** An element of the page as an SVG document that needs nothing else: a foreign object with the page's styles. */
export async function svgOf(element: HTMLElement): Promise<string> {
  const page = document.documentElement;
  const { scrollWidth, scrollHeight } = element;
  const [width, height] = [scrollWidth + 2 * MARGIN, scrollHeight + 2 * MARGIN];
  const svg = document.createElementNS(XML, 'svg');
  for (const { name, value } of page.attributes) svg.setAttribute(name, value);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  const style = document.createElementNS(XML, 'style');
  style.textContent = `${await styles()}\n* { scrollbar-width: none; }`;
  const object = document.createElementNS(XML, 'foreignObject');
  object.setAttribute('width', '100%');
  object.setAttribute('height', '100%');
  const body = document.createElementNS(HTML, 'body') as HTMLElement;
  body.style.padding = `${MARGIN}px`;
  const copy = copyOf(element);
  Object.assign(copy.style, { width: `${scrollWidth}px`, height: `${scrollHeight}px`, margin: '0' });
  body.append(copy);
  object.append(body);
  svg.append(style, object);
  return new XMLSerializer().serializeToString(svg).replace(NOT_XML, '');
}

/** Hands an element of the page to the browser as a picture. */
export async function pictureOf(element: HTMLElement, name: string): Promise<void> {
  download(`${name}.png`, await pngOf(await svgOf(element)), 'image/png');
}
