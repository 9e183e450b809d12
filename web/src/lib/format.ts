import i18next from 'i18next';
import { timeZone } from './time-zone';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The person's regional form of the language shown, such as en-GB for English. */
export function locale(): string {
  const language = i18next.resolvedLanguage ?? 'en';
  return navigator.languages?.find((tag) => tag.split('-', 1)[0] === language) ?? language;
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 6 }).format(value);
}

/** 1234 as 1.2K, for counts in narrow places. */
export function formatCompact(value: number): string {
  return new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export function formatDateTime(value: string | Date): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone() }).format(
    new Date(value),
  );
}

export function formatDate(value: string | Date): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: timeZone() }).format(new Date(value));
}

/** "2026-11" as the name of the month. */
export function formatMonth(value: string): string {
  return new Intl.DateTimeFormat(locale(), { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${value}-01T00:00:00Z`),
  );
}

/** A moment on an axis that spans so many milliseconds: the hour, the day, or the month of it. */
export function formatTick(moment: number, span: number): string {
  const days = span / (DAY * 1000);
  const parts: Intl.DateTimeFormatOptions =
    days <= 2
      ? { hour: 'numeric', minute: '2-digit' }
      : days <= 320
        ? { day: 'numeric', month: 'short' }
        : { month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat(locale(), { ...parts, timeZone: timeZone() }).format(moment);
}

/** "3 minutes ago" under thirty days, the date afterwards. */
export function formatRelative(value: string | Date, now: Date = new Date()): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'narrow' });
  if (distance >= 30 * DAY) return formatDate(value);
  if (distance >= DAY) return words.format(Math.trunc(seconds / DAY), 'day');
  if (distance >= HOUR) return words.format(Math.trunc(seconds / HOUR), 'hour');
  if (distance >= MINUTE) return words.format(Math.trunc(seconds / MINUTE), 'minute');
  return words.format(0, 'second');
}

/** A length of time as 1m 04s, 4.2 s or 320 ms. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < MINUTE) return `${formatNumber(Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / MINUTE);
  return `${minutes}m ${String(whole % MINUTE).padStart(2, '0')}s`;
}

/** Values joined as the language joins them: "a, b or c". */
export function formatList(values: string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(locale(), { type }).format(values);
}

/** An identifier such as on_call or dependsOn as words: "On call", "Depends on". */
export function humanize(identifier: string): string {
  const words = identifier
    .replace(/^\$/, '')
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
