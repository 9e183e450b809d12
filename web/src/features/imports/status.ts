import type { ImportDocument, ImportStatus } from '@/api/contract';
import type { Tone } from '@/ui/tone';

/** Whether nothing more will happen by itself. */
export function isOver(status: ImportStatus): boolean {
  return status !== 'queued' && status !== 'running';
}

export const STATUS_TONES: Record<ImportStatus, Tone> = {
  queued: 'mute',
  running: 'info',
  completed: 'ok',
  failed: 'bad',
  held: 'warn',
  parked: 'warn',
  cancelled: 'mute',
};

export const RESULT_TONES: Record<ImportDocument['result'], Tone> = {
  accepted: 'ok',
  rejected: 'bad',
  skipped: 'mute',
};
export const RESULTS = ['accepted', 'rejected', 'skipped'] as const;

export interface ImportSearch {
  show?: 'plan' | 'all' | ImportDocument['result'];
}

export interface HistorySearch {
  /** Whether imports are listed too that only showed what would happen. */
  previews?: true;
}

/** Which imports their history lists. */
export function parseHistorySearch({ previews }: Record<string, unknown>): HistorySearch {
  return previews === true ? { previews } : {};
}

export interface WizardSearch {
  again?: string;
}

/** The import whose mapping a new one begins with. */
export function parseWizardSearch({ again }: Record<string, unknown>): WizardSearch {
  return typeof again === 'string' ? { again } : {};
}

const SHOWS = ['plan', 'all', ...RESULTS] as const;

/** What an import page lists. */
export function parseImportSearch(search: Record<string, unknown>): ImportSearch {
  const show = SHOWS.find((each) => each === search.show);
  return show ? { show } : {};
}
