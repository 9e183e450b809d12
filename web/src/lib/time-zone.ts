const KEY = 'seaway-time-zone';

/** The zone in which times are written; undefined is the system's. */
export function timeZone(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Writes times in a zone from now on; null is the system's. */
export function setTimeZone(zone: string | null): void {
  try {
    if (zone) localStorage.setItem(KEY, zone);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be blocked: the system's zone is used.
  }
}

/** Every zone that this browser can write. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
