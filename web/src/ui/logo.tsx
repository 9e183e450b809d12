/** Seaway's mark: two waves. */
export function Logo({ size = 26 }: { size?: number }) {
  const wave = { fill: 'none', strokeWidth: 2.6, strokeLinecap: 'round' } as const;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8.5" fill="var(--brand)" />
      <path d="M5.5 12.5c3.5-3.6 7-3.6 10.5 0s7 3.6 10.5 0" stroke="#fff" {...wave} />
      <path d="M5.5 20.5c3.5-3.6 7-3.6 10.5 0s7 3.6 10.5 0" stroke="#8fd3ff" {...wave} />
    </svg>
  );
}
