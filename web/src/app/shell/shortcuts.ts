/** The keys that the shell binds. `useShellKeys` must bind each of them, and the list of shortcuts shows each. */
export const SHELL_KEYS = {
  everywhere: {
    '/': 'search',
    c: 'create',
    '.': 'actions',
    '[': 'sidebar',
    '?': 'help',
  },
  go: {
    'g h': 'home',
    'g c': 'catalog',
    'g d': 'dashboards',
    'g b': 'builder',
    'g i': 'imports',
    'g t': 'bin',
    'g n': 'notifications',
    'g p': 'profile',
  },
} as const;

export type ShellKey = keyof typeof SHELL_KEYS.everywhere | keyof typeof SHELL_KEYS.go;
