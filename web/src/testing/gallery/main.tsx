import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@/ui/tokens.css';
import '@/ui/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { loadTexts } from '@/lib/i18n';
import { colorSchemeManager, cssVariables, theme } from '@/ui/theme';
import { Gallery } from './gallery';

/** The page of components: for those who build the portal, and no part of what is shipped. */
const root = document.getElementById('root');
if (root) {
  void loadTexts().then(() =>
    // One of the components fails on purpose.
    createRoot(root, { onCaughtError: () => undefined }).render(
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <Gallery />
        <Notifications />
      </MantineProvider>,
    ),
  );
}
