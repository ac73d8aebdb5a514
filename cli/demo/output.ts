/** What the watcher of a demonstration sees: aligned lines, in colours on a terminal, or one JSON object per line for a program. */
import { frenchMoney } from '../../activities/notices/french.ts';
import type { Life } from './life.ts';
import type { Played } from './play.ts';
import type { Sale } from './sale.ts';
import type { Line } from './story.ts';

export const demoOutputs = ['text', 'json'] as const;

/** What is left to look at after the demonstration. */
export interface Traces {
  readonly webUi: string;
  /** Readable mails of the simulated server: empty where there is none on this machine. */
  readonly mails: readonly string[];
}

export interface DemoOutput {
  line(line: Line): void;
  summary(played: Played, traces: Traces): void;
  life(life: Life): void;
  sale(sale: Sale): void;
}

const whoWidth = 23;
const userWidth = 21;
const colourOf: Readonly<Record<Line['by'], number>> = { person: 36, outside: 33, jalon: 2 };
const [bold, green, red, dim] = [1, 32, 31, 2];

export function createDemoOutput(stream: NodeJS.WriteStream, format: (typeof demoOutputs)[number]): DemoOutput {
  // Whoever stops reading (`| head`) does not stop the play before it has put things back.
  stream.on('error', () => undefined);
  const write = (text: string): void => void stream.write(`${text}\n`);
  if (format === 'json') {
    return {
      line: (line) => write(JSON.stringify(line)),
      summary: (played, traces) => write(JSON.stringify({ ...played, ...traces })),
      life: (life) => write(JSON.stringify(life)),
      sale: ({ played: _told, ...sale }) => write(JSON.stringify(sale)),
    };
  }
  const colours = stream.isTTY && stream.hasColors();
  const paint = (text: string, colour: number): string => (colours ? `\u001B[${colour}m${text}\u001B[0m` : text);
  return {
    line: ({ afterMs, site, by, who, user, what }) => write([
      paint(`${seconds(afterMs).padStart(6)} s`, dim), (site ?? '').padEnd(4), paint(who.padEnd(whoWidth), colourOf[by]), paint((user ?? '').padEnd(userWidth), dim),
      by === 'jalon' ? paint(what, dim) : what,
    ].join('  ')),
    life({ ticket, move, withdrawn, terminations, comparisons }) {
      write('');
      write(paint(`  ${ticket} closed, ${move} moved, ${withdrawn} withdrawn, ${terminations.join(' and ')} terminated.`, green));
      for (const { label, live, differences } of comparisons) {
        if (differences.length === 0) write(`    ${label}: ${live} in service, as here; nothing else is left`);
        for (const difference of differences) write(paint(`    ${difference}`, red));
      }
    },
    sale({ opportunity, proposals, order, ttcCents, mandateReference, complaint }) {
      write('');
      write(paint(`  ${proposals.join(' and ')} compared, ${order} signed for ${frenchMoney(ttcCents)} TTC, mandate ${mandateReference ?? 'on paper'}; ${opportunity} won, ${complaint} answered.`, green));
    },
    summary({ deploymentId, tookMs, sites }, { webUi, mails }) {
      write('');
      const served = sites.filter(({ isAbandoned }) => !isAbandoned).length;
      const given = served === sites.length ? '' : `, ${sites.length - served} abandoned`;
      write(paint(`  ${deploymentId}: ${served} sites billed and handed over${given}, in ${seconds(tookMs)} s.`, green));
      for (const { site, label, isAbandoned, rds, deliveredOn, subscriptionReference, firstInvoiceTtcCents } of sites) {
        if (isAbandoned) write(`    ${paint(site, bold)}  ${label.padEnd(26)}  abandoned: nothing is left of it outside`);
        else write(`    ${paint(site, bold)}  ${label.padEnd(26)}  ${rds ?? ''}  delivered ${deliveredOn ?? ''}  subscription ${subscriptionReference ?? ''}  first invoice ${firstInvoiceTtcCents === null ? '?' : frenchMoney(firstInvoiceTtcCents)} TTC`);
      }
      write(`\n  In the Temporal Web UI: ${webUi}`);
      if (mails.length > 0) write([`  ${mails.length} mails were received; any mail program opens them:`, ...mails.map((file) => `    ${file}`)].join('\n'));
    },
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
