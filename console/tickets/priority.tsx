/** The priority of a ticket, P1 to P5: seen by its weight, read by its name. */
import type { ReactNode } from 'react';
import classes from './tickets.module.css';

export function Priority({ priority }: { readonly priority: string }): ReactNode {
  return <span className={classes['priority']} data-priority={priority}>{priority}</span>;
}
