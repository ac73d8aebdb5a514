/** The whole API over a house: every route, with the house's own documents unless said otherwise. */
import type { AppOptions } from '../../api/app.ts';
import { allRoutes } from '../../api/routes.ts';
import type { Services } from '../../api/services.ts';
import { startApi, testSaleFiles, testScheduleFiles, unfollowed, type RunningApi } from './api.ts';
import { linkSecret, type House } from './house.ts';

type Options = Partial<Pick<AppOptions, 'verify' | 'uploadMaxBytes' | 'browsers'> & Pick<Services, 'documents' | 'client' | 'nowMs' | 'temporalUiUrl' | 'codec'>>;

export async function startHouseApi({ pool, tools, outside, ...house }: House, { client = house.client, documents = house.documents, nowMs = () => Date.now(), temporalUiUrl = null, codec = null, ...options }: Options = {}): Promise<RunningApi> {
  const live = unfollowed(pool);
  const api = await startApi({ routes: allRoutes({ pool, client, live, documents, linkSecret, scheduleFiles: testScheduleFiles, saleFiles: testSaleFiles, tools, outside, nowMs, temporalUiUrl, codec }), pool, ...options });
  // A browser before it follows what happens: its reader has a connection of the house.
  return { ...api, close: async () => { await api.close(); await live.close(); } };
}
