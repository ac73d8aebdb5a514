/** What was done, said to everybody: a short note that is also read aloud. */
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

export function announce(message: ReactNode, tone: 'done' | 'refused' = 'done'): void {
  notifications.show({ message, color: tone === 'done' ? 'teal' : 'red', autoClose: tone === 'done' ? 4_000 : 10_000, withBorder: true });
}
