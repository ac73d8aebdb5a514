/** A short chaos run, by the command itself: what a long one proves on thousands is proven on a handful each time the tests run. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultKinds } from '../../bench/chaos/plan.ts';
import { projectRoot } from '../../project-root.ts';

const seed = 20;

it('processes die, freeze and are cut off, the outside misbehaves, the disk is full: every command that was accepted is there once, and all books agree', async () => {
  const { code, output, told } = await jalon('chaos', '--journeys', '5', '--tickets', '20', '--minutes', '0.7', '--every', '3', '--seed', String(seed), '--output', 'json');
  expect(code, told).toBe(0);
  const result = JSON.parse(output) as { isHeld: boolean; commands: number; invariants: { name: string; isHeld: boolean }[]; faults: { kind: string; failed: string | null }[] };
  expect(result.invariants.filter((one) => !one.isHeld)).toEqual([]);
  expect(result.commands).toBeGreaterThan(150);
  expect(result.faults.length).toBeGreaterThan(8);
  for (const { kind } of result.faults) expect(faultKinds).toContain(kind);
  // It waits for what is slow, as long as something moves.
}, 900_000);

/** @returns what it wrote on both streams, and its exit code. */
function jalon(...words: string[]): Promise<{ code: number; output: string; told: string }> {
  return new Promise((resolve) => {
    const child = execFile(join(projectRoot(), 'jalon'), words, { maxBuffer: 64_000_000 }, (_, output, told) => { resolve({ code: child.exitCode ?? -1, output, told: `seed ${seed}\n${told.slice(-6_000)}` }); });
  });
}
