/** The notes themselves, at the corner of the screen. */
import '@mantine/notifications/styles.css';
import { Notifications, notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

export function Notes(): ReactNode {
  return <Notifications position="bottom-right" limit={3} />;
}

export function showNote(message: ReactNode, tone: 'done' | 'refused'): void {
  notifications.show({ message, color: tone === 'done' ? 'teal' : 'red', autoClose: tone === 'done' ? 4_000 : 10_000, withBorder: true, withCloseButton: false });
}
