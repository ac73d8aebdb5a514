/** What the handlers of all routes work with. */
import type { Client } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import type { Pool } from 'pg';
import type { BillingAccountPort } from '../ports/billing-account.ts';
import type { DocumentStorage } from '../ports/document-storage.ts';
import type { EligibilityPort } from '../ports/eligibility.ts';
import type { InventoryPort } from '../ports/inventory.ts';
import type { KnowledgePort } from '../ports/knowledge.ts';
import type { MonitoringPort } from '../ports/monitoring.ts';
import type { SaleFiles } from '../ports/sale-files.ts';
import type { ScheduleFiles } from '../ports/schedule-files.ts';
import type { Live } from './live/live.ts';

export interface Services {
  readonly pool: Pool;
  readonly client: Client;
  readonly documents: DocumentStorage;
  readonly scheduleFiles: ScheduleFiles;
  readonly saleFiles: SaleFiles;
  /** Asked while a person waits: each gives up soon (T-12). */
  readonly tools: { readonly inventory: InventoryPort; readonly knowledge: KnowledgePort; readonly monitoring: MonitoringPort };
  /** What the 360° view shows of the outside: each gives up sooner still (C-01). */
  readonly outside: { readonly accounts: BillingAccountPort; readonly eligibility: EligibilityPort; readonly inventory: Pick<InventoryPort, 'itemsOf'> };
  /** Verifies the links that customers are mailed (D-06). */
  readonly linkSecret: string;
  /** Reads and writes what the engine keeps encrypted; null: it keeps everything in clear. */
  readonly codec: PayloadCodec | null;
  /** Of our namespace in the Temporal Web UI, for who may follow it; null: none is named. */
  readonly temporalUiUrl: string | null;
  /** Live events of this process. */
  readonly live: Live;
  readonly nowMs: () => number;
}
