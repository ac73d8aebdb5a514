/** What the handlers of all routes work with. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { DocumentStorage } from '../ports/document-storage.ts';

export interface Services {
  readonly pool: Pool;
  readonly client: Client;
  readonly documents: DocumentStorage;
  /** Verifies the links that customers are mailed (D-06). */
  readonly linkSecret: string;
  readonly nowMs: () => number;
}
