/** Services of the simulated Ref.Tech: produced part by part and released, configured, tested, observed, supervised (D-14, D-15, D-19). */
import type { ProductionPart } from '../../ports/ref-tech.ts';
import { configurationPush, productionPart, readingsQuery, serviceKey, testRun } from '../../ports/ref-tech.ts';
import { parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import type { Call, Decision, Route } from '../shared/simulator.ts';
import { checkKey, pathKey, queryOf } from '../shared/calls.ts';
import { readingsOf, resultsOf } from './link.ts';
import type { RefTechFact, Records, ServicePart } from './records.ts';
import { scriptFor } from './records.ts';

export function serviceRoutes(records: Records): Route<RefTechFact>[] {
  const subjectOf = pathKey('serviceKey');
  /** A call about a service, whose key must be one. */
  const route = (operation: string, method: 'get' | 'post', path: string, decide: (call: Call, subject: string) => Decision<RefTechFact>): Route<RefTechFact> => ({
    operation, method, path: `/v1/services/:serviceKey/${path}`, subjectOf,
    decide(call) {
      checkKey(serviceKey, subjectOf(call));
      return decide(call, subjectOf(call));
    },
  });
  // In which order a service is produced, configured and tested is not checked: what a supervisor skipped here may have been done by hand in the real system (D-24).
  return [
    ...productionPart.options.flatMap((part) => [
      route(part, 'post', part, (call, subject) => produce(records, call, subject, part)),
      route(`release-${part}`, 'post', `${part}/release`, (call, subject) => release(records, call, subject, part)),
    ]),
    route('configure', 'post', 'configurations', (call, subject) => ({ status: 204, facts: [{ subject, atMs: call.nowMs, type: 'configured', ...parsedBody(configurationPush, call.body) }] })),
    route('test', 'post', 'tests', (call, subject) => test(records, call, subject)),
    route('readings', 'get', 'readings', (call, subject) => observe(records, call, subject)),
    route('supervise', 'post', 'supervision', (call, subject) => supervise(records, call, subject)),
    route('stop-supervision', 'post', 'supervision/stop', (call, subject) => stopSupervision(records, call, subject)),
  ];
}

function produce(records: Records, call: Call, subject: string, part: ProductionPart): Decision<RefTechFact> {
  if (stateOf(records, subject, part) === 'released') throw new Problem(409, 'production-released', 'this was released before it came');
  const number = records.given.productions + 1;
  return { status: 201, body: answerOf(subject, part, number), facts: [{ subject, atMs: call.nowMs, type: 'produced', part, number }] };
}

function answerOf(subject: string, part: ProductionPart, number: number): object {
  // Addresses kept for carriers' inner networks (RFC 6598): four million, none of them anybody's.
  if (part === 'ip') return { ipv4: `100.${64 + (number >> 16) % 64}.${(number >> 8) % 256}.${number % 256}` };
  if (part === 'radius') return { login: `${subject.toLowerCase()}@radius.example` };
  return { vlan: 100 + number % 3900 };
}

function release(records: Records, call: Call, subject: string, part: ProductionPart): Decision<RefTechFact> {
  const state = stateOf(records, subject, part);
  const facts: RefTechFact[] = state === 'released' ? [] : [{ subject, atMs: call.nowMs, type: state === undefined ? 'barred' : 'unproduced', part }];
  return { status: 204, facts };
}

function supervise(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  if (stateOf(records, subject, 'supervision') === 'released') throw new Problem(409, 'supervision-stopped', 'this supervision was stopped before it came');
  return { status: 204, facts: [{ subject, atMs: call.nowMs, type: 'supervised' }] };
}

function stopSupervision(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const base = { subject, atMs: call.nowMs };
  const state = stateOf(records, subject, 'supervision');
  if (state === 'released') return { status: 204 };
  return { status: 204, facts: [state === undefined ? { ...base, type: 'barred', part: 'supervision' } : { ...base, type: 'unsupervised' }] };
}

function stateOf(records: Records, subject: string, part: ServicePart): 'made' | 'released' | undefined {
  return records.services.get(subject)?.parts.get(part);
}

function test(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const { ordinal } = parsedBody(testRun, call.body);
  const isFirst = (records.services.get(subject)?.testRuns ?? 0) === 0;
  const results = resultsOf(isFirst && scriptFor(records, subject).failsTestsOnce === true);
  const failed = results.filter(({ passed }) => !passed).map((result) => result.test);
  return { status: 200, body: { results }, facts: [{ subject, atMs: call.nowMs, type: 'tested', ordinal, failed }] };
}

function observe(records: Records, call: Call, subject: string): Decision<RefTechFact> {
  const query = queryOf(readingsQuery, call);
  const firstFrom = records.services.get(subject)?.firstWindowFrom ?? null;
  const isFirst = firstFrom === null || firstFrom === query.from;
  const facts: RefTechFact[] = firstFrom === null ? [{ subject, atMs: call.nowMs, type: 'observed', from: query.from }] : [];
  return { status: 200, body: { readings: readingsOf(query, isFirst ? scriptFor(records, subject).link : undefined) }, facts };
}
