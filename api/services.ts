/** What the handlers of all routes work with. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';

export interface Services {
  readonly pool: Pool;
  readonly client: Client;
  readonly nowMs: () => number;
}
