/** What the API takes of a request for termination. */
import { expect, it } from 'vitest';
import { newTermination } from '../../../api/termination/views.schema.ts';

const request = { services: ['RDS-000001'], receivedOn: '2026-01-05', letterReference: '1A 001', contact: { name: 'Jeanne Martin' } };
const isTaken = (more: object): boolean => newTermination.safeParse({ ...request, ...more }).success;

it('names each service and each piece of equipment once, however its number is written (R-01, R-06)', () => {
  expect(isTaken({ equipment: [{ serialNumber: 'SN-0001' }, { serialNumber: 'SN-0002' }] })).toBe(true);
  expect(isTaken({ equipment: [{ serialNumber: 'SN-0001' }, { serialNumber: ' sn-0001' }] })).toBe(false);
  expect(isTaken({ services: ['RDS-000001', 'RDS-000001'] })).toBe(false);
});
