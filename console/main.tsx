/** Starts the console: language, colours, data, router, in that order. */
import '@mantine/core/styles.css';
import './style.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './data/query-client.ts';
import { router } from './router.tsx';
import { colorSchemes, styleNonce, theme } from './theme.ts';
import { startTexts } from './texts/texts.ts';

// Where libraries that make styles of their own look for the page's nonce.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
await startTexts();
const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no place for the console.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes} getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
