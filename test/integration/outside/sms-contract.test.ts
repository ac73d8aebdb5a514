/** The contract of the SMS port, run over the adapter and the simulated gateway by real HTTP (D-10). */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSmsPort } from '../../../activities/outside/sms.ts';
import type { SmsPort, SmsRequest } from '../../../ports/sms.ts';
import type { Simulator } from '../../../simulators/shared/simulator.ts';
import { createSmsSimulator } from '../../../simulators/sms/simulator.ts';
import { controlOf, silent, temporaryFolder, token } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let simulator: Simulator;
let control: ReturnType<typeof controlOf>;
let sms: SmsPort;
let baseUrl: string;

const request: SmsRequest = { messageKey: 'AFF-2026-000123.slot.S001.1', to: '+33639981234', text: 'Intervention le 23 novembre à Angers.' };

beforeAll(async () => {
  folder = await temporaryFolder();
  simulator = createSmsSimulator({ file: `${folder.path}/sms.jsonl`, token, log: silent, now: Date.now, random: Math.random });
  baseUrl = `http://127.0.0.1:${await simulator.listen(0)}`;
  control = controlOf(baseUrl);
  sms = createSmsPort({ baseUrl, token });
});
afterAll(async () => {
  await simulator.close();
  await folder.remove();
});
beforeEach(() => control.reset());

const sentTo = async (to: string): Promise<unknown> => await (await control.raw('GET', `/v1/messages?to=${encodeURIComponent(to)}`, '')).json();

it('sends a message once per key, whatever is repeated', async () => {
  await Promise.all([sms.send(request), sms.send(request)]);
  expect(await sentTo(request.to)).toMatchObject({ messages: [{ messageKey: request.messageKey, text: request.text }] });
  expect(await sentTo('+33600000000')).toEqual({ messages: [] });
});

it('sends once when the effect happens and the answer is lost', async () => {
  await control.setFaults({ failAfterEffect: 1, failAfterEffectMode: 'cut' });
  await expect(sms.send(request)).rejects.toMatchObject({ type: 'outside.unavailable', nonRetryable: false });
  await sms.send(request);
  expect((await control.book()).subjects[request.messageKey]?.facts).toMatchObject([{ type: 'sent' }]);
});

it('rejects a number nobody answers to, another text under a used key, and a number that is none', async () => {
  await expect(sms.send({ ...request, to: '+33639980012' })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 422, code: 'number-unreachable' }] });
  await sms.send(request);
  await expect(sms.send({ ...request, text: 'Autre chose' })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ code: 'idempotency-key-reused' }] });
  await expect(sms.send({ messageKey: 'AFF-2026-000123.slot.S002.1', to: '0639981234', text: 'Bonjour' })).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 400 }] });
});

it('rejects an unknown token', async () => {
  await expect(createSmsPort({ baseUrl, token: 'another-token-altogether' }).send(request)).rejects.toMatchObject({ type: 'outside.rejected', details: [{ status: 401 }] });
});
