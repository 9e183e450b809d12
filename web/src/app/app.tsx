import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { onSignedOut } from '@/api/client';
import { colorSchemeManager, cssVariables, theme } from '@/ui/theme';
import { createQueryClient } from './query-client';
import { createAppRouter } from './router';

const Toasts = lazy(() => import('./notifications-lazy'));

/** The portal with everything it needs around it. */
export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(queryClient));
  useEffect(
    () =>
      onSignedOut(() => {
        const { pathname, href } = router.state.location;
        if (pathname === '/login') return;
        void router.navigate({ to: '/login', search: { redirect: href } }).then(() => queryClient.clear());
      }),
    [router, queryClient],
  );
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Suspense fallback={null}>
          <Toasts />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
