import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNoteSeen } from '@/app/shell/use-note-seen';
import { useShellKeys } from '@/app/shell/use-shell-keys';
import { useFollowPreferences } from '@/features/personal/public';
import { useCurrentPage } from '@/lib/page';
import { ErrorBoundary } from '@/ui/error-boundary';
import classes from './shell.module.css';
import { Sidebar } from './sidebar';
import { TopBar } from './top-bar';

const loadPalette = () => import('@/features/search/palette-lazy');
const Palette = lazy(loadPalette);
const HoverCards = lazy(() => import('@/features/entities/hover-cards-lazy'));
const LiveUpdates = lazy(() => import('../live-lazy'));
const ShortcutHelp = lazy(() => import('./shortcut-help-lazy'));

/** The frame of every signed-in page: sidebar, top bar and the scrolling content. */
export function Shell() {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 1023px)', undefined, { getInitialValueInEffect: false });
  const [drawer, setDrawer] = useDisclosure(false);
  const [folded, setFolded] = useState(false);
  const [palette, setPalette] = useDisclosure(false);
  const [help, setHelp] = useDisclosure(false);
  const [online, setOnline] = useState(true);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  useFocusOnNavigation(main);
  // Loaded before it is asked for, so that the first key typed into it is not lost.
  useEffect(() => void loadPalette(), []);
  useFollowPreferences();
  useNoteSeen();
  const toggleSidebar = narrow ? setDrawer.toggle : () => setFolded(!folded);
  useShellKeys({ openPalette: setPalette.open, openHelp: setHelp.open, toggleSidebar });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer.
  useEffect(() => setDrawer.close(), [path]);

  const sidebar = <Sidebar onSearch={setPalette.open} onHelp={setHelp.open} />;
  return (
    <div className={classes.shell} data-folded={(folded && !narrow) || undefined} data-narrow={narrow || undefined}>
      <a href="#main" className={classes.skip}>
        {t('app.skip')}
      </a>
      {!narrow && !folded && (
        <aside className={classes.side} aria-label={t('app.sidebar')}>
          {sidebar}
        </aside>
      )}
      {narrow && (
        <Drawer.Root
          opened={drawer}
          onClose={setDrawer.close}
          position="left"
          size={272}
          padding={0}
          classNames={{ content: classes.drawer, body: classes.drawerBody }}
        >
          <Drawer.Overlay />
          <Drawer.Content aria-label={t('app.sidebar')}>
            <Drawer.Body>{sidebar}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
      <div className={classes.column}>
        <TopBar
          narrow={narrow === true}
          online={online}
          onToggleSidebar={toggleSidebar}
          onSearch={setPalette.open}
          onHelp={setHelp.open}
        />
        <main id="main" ref={main} tabIndex={-1} className={classes.body}>
          <ErrorBoundary resetKey={path}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
      <Suspense fallback={null}>
        <LiveUpdates onState={setOnline} />
      </Suspense>
      <Announcer />
      <Suspense fallback={null}>
        <HoverCards />
      </Suspense>
      {help && (
        <Suspense fallback={null}>
          <ShortcutHelp onClose={setHelp.close} />
        </Suspense>
      )}
      {palette && (
        <Suspense fallback={null}>
          <Palette onClose={setPalette.close} onHelp={setHelp.open} />
        </Suspense>
      )}
    </div>
  );
}

/** After a change of page the focus goes to main, so that the keyboard continues there. */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>) {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return;
        if (main.current?.contains(document.activeElement) && document.activeElement?.matches('[autofocus], input'))
          return;
        main.current?.focus({ preventScroll: true });
      }),
    [router, main],
  );
}

function Announcer() {
  const { t } = useTranslation();
  const { title } = useCurrentPage();
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true">
      {title && t('app.pageOpened', { page: title })}
    </div>
  );
}
