/** What a colour means. Status never speaks by colour alone: each tone also has a dot shape. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'mute' | 'violet' | 'gold' | 'silver' | 'bronze';

const NAMED: Record<string, Tone> = {
  green: 'ok',
  lime: 'ok',
  olive: 'ok',
  turquoise: 'ok',
  red: 'bad',
  pink: 'bad',
  orange: 'warn',
  yellow: 'warn',
  brown: 'bronze',
  bronze: 'bronze',
  gold: 'gold',
  silver: 'silver',
  blue: 'info',
  paleBlue: 'info',
  purple: 'violet',
  darkGray: 'mute',
  lightGray: 'mute',
};

/** Maps one of the API's seventeen colour names to the nearest tone of the palette. */
export function toneOfColor(color: string | undefined): Tone {
  return (color && NAMED[color]) || 'mute';
}

/** The token of the dot in the tone of one of those colours. */
export function dotOfColor(color: string | undefined): string {
  return `--${toneOfColor(color)}-dot`;
}
