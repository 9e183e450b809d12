import { memo } from 'react';
import classes from './avatar.module.css';

const HUES = [212, 172, 262, 32, 340, 145, 196, 286, 12, 232, 90, 310];

function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return HUES[hash % HUES.length] ?? 212;
}

function initialsOf(name: string): string {
  return name
    .split(/[\s\-_.@/]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}

interface AvatarProps {
  name: string;
  size?: number;
  /** Teams are squares, people are round. */
  square?: boolean;
}

/** Initials in a hue derived from the name: no picture is ever fetched. */
export const Avatar = memo(function Avatar({ name, size = 20, square = false }: AvatarProps) {
  const style = {
    width: size,
    height: size,
    fontSize: size * 0.42,
    borderRadius: square ? size * 0.28 : '50%',
    '--hue': hueOf(name),
  };
  return (
    <span className={classes.avatar} style={style} aria-hidden>
      {initialsOf(name)}
    </span>
  );
});

/** A person or team by name, with the avatar that tells which. */
export function Named({ name, square = false, size }: AvatarProps) {
  return (
    <span className={classes.named}>
      <Avatar name={name} square={square} size={size ?? (square ? 18 : 20)} />
      <span className="truncate">{name}</span>
    </span>
  );
}
