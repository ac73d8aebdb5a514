/** Dashboards, alert rules and the document name metrics and labels that our processes show, and the document all of ours; the rules pass promtool where it can be had (Debian's package `prometheus`). */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { observe } from '../../../api/http/observe.ts';
import type { Pool } from '../../../db/pool.ts';
import { projectRoot } from '../../../project-root.ts';
import { createRounds } from '../../../relay/rounds.ts';
import { thresholdLateness } from '../../../workers/metrics/lateness.ts';
import { liveConnections, processMetrics } from '../../../workers/metrics/process.ts';
import { recordMetrics } from '../../../workers/metrics/record.ts';

const root = projectRoot(import.meta.url);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Shown { readonly kind: string; readonly labels: readonly string[] }

/** What our own processes show, by name; histograms and summaries by the names of their series too. */
function ours(): Map<string, Shown> {
  const registry = processMetrics({ totalCount: 0, idleCount: 0, waitingCount: 0 });
  recordMetrics(registry, {} as Pool, () => undefined);
  liveConnections(registry, () => 0);
  thresholdLateness(registry);
  const logger = pino({ level: 'silent' });
  createRounds({ signal: AbortSignal.abort(), logger, registry });
  observe(logger, registry);
  return new Map(registry.getMetricsAsArray().map((metric) => {
    const { name, type, labelNames = [] } = metric as unknown as { name: string; type: string; labelNames?: readonly string[] };
    return [name, { kind: type, labels: labelNames }];
  }));
}

const shown = ours();
const engine = JSON.parse(read('ops/prometheus/engine-metrics.json')) as Record<string, readonly string[]>;
/** Of Prometheus itself: which job a series came from. */
const everywhere = ['job', 'instance'];

function labelsOf(series: string): readonly string[] | undefined {
  const base = series.replace(/_(?:bucket|sum|count)$/, '');
  const known = shown.get(series) ?? shown.get(base);
  if (series === 'up') return everywhere;
  if (known) return [...known.labels, ...everywhere, ...(series.endsWith('_bucket') ? ['le'] : [])];
  const labels = engine[series] ?? engine[base];
  return labels && [...labels, ...everywhere];
}

const functions = new Set(['sum', 'max', 'min', 'rate', 'increase', 'histogram_quantile', 'topk', 'label_replace', 'by', 'without', 'and', 'or', 'le', 'for']);

/** What is wrong with an expression: series that nobody shows, labels that a series does not have. */
function faultsOf(expression: string): string[] {
  const bare = expression.replaceAll(/"[^"]*"/g, '""');
  const series = [...bare.matchAll(/\b([a-z_][a-z0-9_]*)\b(?=\s*[[{)><=]|\s*$|\s+(?:by|and|\*))/g)].map(([, name]) => name as string).filter((name) => /_|^up$/.test(name) && !functions.has(name));
  const known = [...new Set(series)].filter((name) => labelsOf(name) !== undefined);
  const unknown = [...new Set([...bare.matchAll(/\b(?:jalon|temporal|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name))].filter((name) => labelsOf(name) === undefined);
  const allowed = new Set([...known.flatMap((name) => [...labelsOf(name) ?? []]), ...[...expression.matchAll(/label_replace\([^"]*"(\w+)"/g)].map(([, made]) => made as string)]);
  const named = [
    ...[...bare.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').split(',').map((label) => label.trim())),
    ...[...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) => [...(list ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label as string)),
  ];
  return [...(known.length === 0 && unknown.length === 0 ? ['no series'] : []), ...unknown, ...named.filter((label) => !allowed.has(label)).map((label) => `label ${label}`)];
}

interface Dashboard { readonly uid: string; readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[] }
const dashboards = readdirSync(join(root, 'ops/grafana')).map((file): [string, Dashboard] => [file, JSON.parse(read(`ops/grafana/${file}`)) as Dashboard]);
const { groups } = parse(read('ops/prometheus/jalon.rules.yml')) as { groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[] };
const rules = groups.flatMap((group) => group.rules);

describe('Dashboards and alert rules', () => {
  it('name series and labels that are shown', () => {
    const expressions = [...dashboards.flatMap(([file, { panels }]) => panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [`${file}: ${title}`, expr] as const))), ...rules.map(({ alert, expr }) => [alert, expr] as const)];
    expect(expressions.length).toBeGreaterThan(35);
    expect(expressions.map(([place, expr]) => [place, faultsOf(expr)] as const).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  it.each([
    ['max(jalon_stuck_cals)', ['jalon_stuck_cals']],
    ['sum by (sytem) (jalon_stuck_calls)', ['label sytem']],
    ['jalon_inbox_waiting{state="pending"}', ['label state']],
    ['rate(jalon_http_request_duration_seconds_buckets[5m])', ['jalon_http_request_duration_seconds_buckets']],
    ['1', ['no series']],
  ])('would be found out: %s', (expression, faults) => { expect(faultsOf(expression)).toEqual(faults); });

  it('show everything of ours that is no counter of a failure', () => {
    const used = JSON.stringify([dashboards, rules]);
    expect([...shown.keys()].filter((name) => name.startsWith('jalon_') && !used.includes(name))).toEqual([]);
  });

  it('quote labels in their sentences that the alert has', () => {
    for (const { alert, expr, annotations } of rules) {
      const quoted = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label as string);
      const allowed = [...expr.matchAll(/\b[a-z_]+\b/g)].flatMap(([name]) => labelsOf(name) ?? []);
      expect([alert, quoted.filter((label) => !allowed.includes(label))]).toEqual([alert, []]);
    }
  });

  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  it.skipIf(!promtool)(`pass promtool${promtool ? '' : ' (skipped: promtool is not on this machine’s PATH; Debian has it in the package prometheus)'}`, () => {
    const run = (...args: string[]): string => execFileSync('promtool', args, { cwd: join(root, 'ops/prometheus'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(run('check', 'config', 'prometheus.yml')).toContain('SUCCESS');
    expect(run('test', 'rules', 'jalon.rules.test.yml')).toContain('SUCCESS');
  }, 60_000);
});

describe('The table of metrics in docs/operations.md', () => {
  const rows = new Map([...read('docs/operations.md').matchAll(/^\| `(jalon_\w+)`(?: \(([^)]*)\))? \| ([\w, ]+) \|/gm)].map(([, name, labels]) => [name as string, [...(labels ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label as string)]));

  it('has every metric of ours, with its labels, and no other', () => {
    const expected = [...shown].filter(([name]) => name.startsWith('jalon_')).map(([name, { labels }]): [string, string[]] => [name, [...labels].toSorted()]).toSorted();
    expect([...rows].map(([name, labels]) => [name, labels.toSorted()]).toSorted()).toEqual(expected);
  });

  it('names the engine’s metrics that are known to be shown', () => {
    const named = [...read('docs/operations.md').matchAll(/`(temporal_\w+)`/g)].map(([, name]) => name as string);
    expect(named.filter((name) => engine[name] === undefined)).toEqual([]);
  });
});
