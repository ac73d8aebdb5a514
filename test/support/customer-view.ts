/** A house whose customers are looked at by agents of two centres: what tests of the 360° view share (C-01). */
import { expect } from 'vitest';
import { customer360 } from '../../api/customer/view.schema.ts';
import type { Verifier } from '../../api/sign-in/verify.ts';
import type { ViewBlock } from '../../domain/customer/view-blocks.ts';
import { json, verifyByName, type RunningApi } from './api.ts';
import { openHouse, type House } from './house.ts';
import { startHouseApi } from './house-api.ts';

export type SeenBlock = Record<string, unknown> & { status: 'current' | 'stale' | 'unknown'; reason?: string; ageSeconds?: number; readAt?: string; data?: Record<string, unknown>; items?: Record<string, unknown>[] };
export interface SeenView { readonly customerId: string; readonly ranks: Record<string, ViewBlock[]>; readonly blocks: Partial<Record<ViewBlock, SeenBlock>> }

/** Of centre Brest, customer since 2020. */
export const viewedCustomer = 'CLI-000001';

/** Beside one person per profile: an agent of one centre, and one of another. */
const verify: Verifier = async (header) => {
  const name = header?.replace(/^Bearer /, '') ?? '';
  return name.startsWith('agent-of-') ? { outcome: 'signed-in', identity: { subject: name, profiles: [] } } : await verifyByName(header);
};

export interface ViewingHouse {
  readonly house: House;
  readonly api: RunningApi;
  /** What the API has sent to the database so far. */
  readonly statements: () => number;
  readonly get: (path: string, as?: string) => Promise<Response>;
  readonly post: (path: string, body: unknown, as?: string) => Promise<{ id: string; number: string }>;
  /** As the document says that it is. */
  readonly viewOf: (id?: string, as?: string) => Promise<SeenView>;
  /** One whom nobody has ever asked about. */
  readonly stranger: (where?: { city?: string; centre?: string }) => Promise<string>;
  close(): Promise<void>;
}

export async function openViewingHouse(): Promise<ViewingHouse> {
  const house = await openHouse();
  let statements = 0;
  const query: House['pool']['query'] = house.pool.query.bind(house.pool);
  // Counts what the API sends; everything else asks the house's own.
  const counted = new Proxy(house.pool, { get: (pool, name, receiver) => (name === 'query' ? (...sent: Parameters<typeof query>) => { statements += 1; return query(...sent); } : Reflect.get(pool, name, receiver) as unknown) });
  const api = await startHouseApi({ ...house, pool: counted }, { verify });
  await house.pool.query("INSERT INTO centres (key, label, region) VALUES ('brest', '{\"fr\":\"Brest\",\"en\":\"Brest\"}', 'ouest'), ('dijon', '{\"fr\":\"Dijon\",\"en\":\"Dijon\"}', 'est')");
  await house.pool.query("UPDATE customers SET created_at = '2020-03-01T08:00:00Z', centre = 'brest', siren = '552100554', email = 'contact@martin.invalid' WHERE id = $1", [viewedCustomer]);
  for (const centre of ['brest', 'dijon']) {
    await house.pool.query("INSERT INTO team_members (subject, name, profile, team) VALUES ($1, $1, 'service-agent', 'agency')", [`agent-of-${centre}`]);
    await house.pool.query("INSERT INTO assignments (subject, profile, centre) VALUES ($1, 'service-agent', $2)", [`agent-of-${centre}`, centre]);
  }
  let customers = 100;
  const get: ViewingHouse['get'] = (path, as = 'service-agent') => api.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${as}` } });
  return {
    house, api, get, statements: () => statements,
    async post(path, body, as = 'service-agent') {
      const response = await api.request(`/api/v1${path}`, json(body, { authorization: `Bearer ${as}` }));
      expect(response.status, `${path}: ${response.ok ? '' : await response.clone().text()}`).toBe(201);
      return await response.json() as { id: string; number: string };
    },
    async viewOf(id = viewedCustomer, as = 'service-agent') {
      const response = await get(`/customers/${id}/360`, as);
      expect(response.status).toBe(200);
      const view = await response.json() as SeenView;
      customer360.strict().parse(view);
      return view;
    },
    async stranger({ city = 'Rennes', centre = 'brest' } = {}) {
      customers += 1;
      const id = `CLI-${String(customers).padStart(6, '0')}`;
      await house.pool.query("INSERT INTO customers (id, name, centre, street, postal_code, city, country) VALUES ($1, $1, $3, '1 rue du Pont', '35000', $2, 'FR')", [id, city, centre]);
      return id;
    },
    async close() {
      await api.close();
      await house.close();
    },
  };
}
