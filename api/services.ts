/** What the handlers of all routes work with. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { DocumentStorage } from '../ports/document-storage.ts';
import type { InventoryPort } from '../ports/inventory.ts';
import type { KnowledgePort } from '../ports/knowledge.ts';
import type { MonitoringPort } from '../ports/monitoring.ts';
import type { ScheduleFiles } from '../ports/schedule-files.ts';

export interface Services {
  readonly pool: Pool;
  readonly client: Client;
  readonly documents: DocumentStorage;
  readonly scheduleFiles: ScheduleFiles;
  /** Asked while a person waits: each gives up soon (T-12). */
  readonly tools: { readonly inventory: InventoryPort; readonly knowledge: KnowledgePort; readonly monitoring: MonitoringPort };
  /** Verifies the links that customers are mailed (D-06). */
  readonly linkSecret: string;
  readonly nowMs: () => number;
}
