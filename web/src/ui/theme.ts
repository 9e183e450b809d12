import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const harbor: MantineColorsTuple = [
  '#eef6ff',
  '#d8eaff',
  '#b3d5ff',
  '#82b9fb',
  '#4c98f0',
  '#2379de',
  '#135fc0',
  '#104c9b',
  '#113f7c',
  '#0f3261',
];
const slate: MantineColorsTuple = [
  '#f6f7f9',
  '#eef1f5',
  '#e4e8ee',
  '#ccd3dd',
  '#98a3b3',
  '#647083',
  '#465264',
  '#2c3747',
  '#1a2433',
  '#121a26',
];
const deep: MantineColorsTuple = [
  '#e8edf4',
  '#aab6c5',
  '#8795a8',
  '#64758c',
  '#33435a',
  '#202c3a',
  '#172130',
  '#111923',
  '#0d141d',
  '#0a0f16',
];
const red: MantineColorsTuple = [
  '#feeceb',
  '#fbd5d2',
  '#f5aca6',
  '#ff8a80',
  '#f0565b',
  '#e5484d',
  '#b42318',
  '#931d14',
  '#701610',
  '#4d0f0b',
];

const field = { defaultProps: { size: 'sm' } } as const;
const buttonSizes = {
  xs: { '--button-height': '28px', '--button-padding-x': '10px', '--button-fz': 'var(--fs-sm)' },
  sm: { '--button-height': '34px', '--button-padding-x': '14px', '--button-fz': 'var(--fs-md)' },
};

/** A list scrolls by itself: it is the list that the keyboard moves in, not the kit's own scroll area around its lines. */
const list = {
  defaultProps: { ...field.defaultProps, withScrollArea: false },
  styles: { options: { maxHeight: 280, overflowY: 'auto', scrollbarWidth: 'thin' } },
} as const;

/** The kit heads layers with a `header`, which outside of main would be a second banner of the page. */
const layer = { header: { role: 'none' } };

/** Written as plain objects: naming the components here would load all of them with the first page. */
const components: MantineThemeOverride['components'] = {
  Button: {
    defaultProps: { size: 'sm' },
    vars: (_theme: unknown, props: { size?: string }) => ({
      root: props.size === 'xs' ? buttonSizes.xs : buttonSizes.sm,
    }),
    styles: { root: { fontWeight: 550 }, section: { marginInlineEnd: 6 } },
  },
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
  TextInput: field,
  Textarea: field,
  PasswordInput: field,
  NumberInput: field,
  MultiSelect: list,
  TagsInput: list,
  Autocomplete: list,
  /** A list holds options: that nothing matches is said by one that cannot be chosen. */
  ComboboxEmpty: { defaultProps: { role: 'option', 'aria-disabled': true, 'aria-selected': false } },
  FileInput: field,
  NativeSelect: field,
  Select: { ...list, defaultProps: { ...list.defaultProps, allowDeselect: false, checkIconPosition: 'right' } },
  Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } },
  Popover: { defaultProps: { shadow: 'md' } },
  Tooltip: {
    defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: false } },
  },
  Tabs: { styles: { tab: { fontWeight: 500, padding: '10px 12px' } } },
  Modal: { defaultProps: { centered: true, radius: 10, attributes: layer } },
  Drawer: { defaultProps: { position: 'right', attributes: layer } },
  Switch: { defaultProps: { size: 'sm' } },
  Checkbox: { defaultProps: { size: 'xs', radius: 4 }, styles: { label: { fontSize: 'var(--fs-md)' } } },
  Radio: { defaultProps: { size: 'xs' }, styles: { label: { fontSize: 'var(--fs-md)' } } },
  SegmentedControl: { defaultProps: { size: 'xs' }, vars: () => ({ root: { '--sc-font-size': 'var(--fs-sm)' } }) },
};

/** Mantine's theme: our colours and sizes, one shade for filled controls in both schemes (contrast with white). */
export const theme = createTheme({
  primaryColor: 'harbor',
  primaryShade: { light: 6, dark: 6 },
  colors: { harbor, red, gray: slate, dark: deep },
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: {
    xs: 'var(--fs-xs)',
    sm: 'var(--fs-md)',
    md: 'var(--fs-md)',
    lg: 'var(--fs-lg)',
    xl: 'var(--fs-xl)',
  },
  headings: { fontFamily: 'var(--font-sans)', fontWeight: '650' },
  defaultRadius: 7,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  shadows: { md: 'var(--shadow-2)', lg: 'var(--shadow-2)', xl: 'var(--shadow-2)' },
  components,
});

const bridge = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--brand-ink)',
};

/** Mantine's own variables read ours, so that one table of tokens rules both. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: bridge, dark: bridge });

/** Keeps the person's choice under the key that the boot script reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'seaway-theme' });
