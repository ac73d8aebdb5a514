/** A link to one thing of a page that shows many: which one stands in the address. */
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export interface FoundProps {
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

export function Found({ to, search, children }: FoundProps): ReactNode {
  // Pages by their address: what they read of it is theirs to say.
  return <Anchor size="sm" renderRoot={(props) => <Link to={to} search={search as never} {...props} />}>{children}</Anchor>;
}
