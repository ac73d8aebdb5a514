/** Starts the pages of customers who come by a link that they were mailed (D-06): no sign-in, no navigation, nothing kept but a draft. */
import '@mantine/core/styles.css';
import '../style.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '../data/query-client.ts';
import { Loading } from '../parts/loading.tsx';
import { styleNonce, theme } from '../theme.ts';
import { startTexts } from '../texts/texts.ts';
import { CustomerPage } from './page.tsx';

await startTexts();
const root = document.querySelector('#root');
if (!root) throw new Error('customer.html has no place for its page.');
const [, , token = ''] = location.pathname.split('/');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={<Loading />}><CustomerPage token={decodeURIComponent(token)} /></Suspense>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
