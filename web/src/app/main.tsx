import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@/ui/tokens.css';
import '@/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isStatus } from '@/api/error';
import { PermissionMissing } from '@/features/identity/public';
import { startLanguage } from '@/lib/i18n';
import { App } from './app';
import { reloadOnceAfterUpgrade } from './reload';

/** What a boundary caught. Refusals have pages of their own; anything else is worth a look. */
function logCaught(error: unknown): void {
  if (error instanceof PermissionMissing || isStatus(error, 403) || isStatus(error, 404)) return;
  // biome-ignore lint/suspicious/noConsole: what React itself does with an error that a boundary caught.
  console.error(error);
}

reloadOnceAfterUpgrade();
const root = document.getElementById('root');
if (root) {
  void startLanguage().then(() =>
    createRoot(root, { onCaughtError: logCaught }).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
