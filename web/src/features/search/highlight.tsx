import { Fragment } from 'react';
import classes from './highlight.module.css';

export interface Part {
  text: string;
  hit: boolean;
}

/** A text in parts, those that match a word of the search apart. */
export function partsOf(text: string, sought: string): Part[] {
  const words = [...new Set(sought.toLowerCase().split(/\s+/).filter(Boolean))].sort(
    (one, other) => other.length - one.length,
  );
  if (words.length === 0) return [{ text, hit: false }];
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) parts.push({ text: text.slice(at, found.index), hit: false });
    parts.push({ text: found[0], hit: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}

/** Whether anything of a text is marked. */
export function marks(text: string, sought: string): boolean {
  return partsOf(text, sought).some(({ hit }) => hit);
}

/** A text with what matches the search marked. */
export function Highlight({ text, sought }: { text: string; sought: string }) {
  const draw = ({ text: part, hit }: Part, index: number) => (
    <Fragment key={index}>{hit ? <mark className={classes.mark}>{part}</mark> : part}</Fragment>
  );
  return <>{partsOf(text, sought).map(draw)}</>;
}
