/** The schedule as files (D-22): a calendar to subscribe to or import, and a document with a table and bars. */
import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { milestoneLabel } from '../../domain/deployment/milestones.ts';
import type { ScheduleOverview } from '../../domain/deployment/overview.ts';
import type { Schedule, ScheduleLine } from '../../domain/deployment/schedule.ts';
import type { ScheduleFiles, ScheduleStamp } from '../../ports/schedule-files.ts';
import { frenchDate, frenchNumber, nbsp } from './french.ts';
import { createSheet, type Letterhead } from './pdf/sheet.ts';

export function scheduleFiles(letterhead: Letterhead): ScheduleFiles {
  return { calendar: scheduleCalendar, pdf: (overview, on) => schedulePdf(letterhead, overview, on) };
}

export function scheduleCalendar({ deploymentId, whole, sites }: ScheduleOverview, { atMs, sequence }: ScheduleStamp): string {
  const calendar = ical({ prodId: { company: 'Jalon', product: 'Jalon', language: 'FR' }, name: `Planning ${deploymentId}` });
  const add = (id: string, where: string, line: ScheduleLine): void => {
    calendar.createEvent({
      // Dates, not instants: they are the same day everywhere.
      id: `${id}.${line.milestone}@jalon.invalid`, sequence, stamp: new Date(atMs), allDay: true, timezone: 'UTC', start: new Date(`${line.expectedOn}T00:00:00Z`),
      summary: `${milestoneLabel(line.milestone)} – ${where}`, transparency: ICalEventTransparency.TRANSPARENT,
      status: line.doneOn === null ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      description: line.doneOn === null ? `Au plus tard le ${frenchDate(line.latestOn)}${nbsp}; marge${nbsp}: ${floatText(line)}` : `Fait le ${frenchDate(line.doneOn)}`,
    });
  };
  // With one site, or none yet, the whole is all there is.
  const perSite = sites.length > 1 ? new Set(sites.flatMap(({ lines }) => lines.map(({ milestone }) => milestone))) : new Set<string>();
  const differs = (milestone: string) => new Set(sites.map(({ lines }) => lines.find((line) => line.milestone === milestone)?.expectedOn)).size > 1;
  for (const line of whole.lines) {
    if (perSite.has(line.milestone) && differs(line.milestone)) {
      for (const { site, lines } of sites) for (const own of lines.filter(({ milestone }) => milestone === line.milestone)) add(`${deploymentId}.${site}`, `${deploymentId}, ${site}`, own);
    } else {
      add(deploymentId, deploymentId, line);
    }
  }
  return calendar.toString();
}

export async function schedulePdf(letterhead: Letterhead, { deploymentId, targetActivationDate, whole, sites }: ScheduleOverview, on: string): Promise<Buffer> {
  const sheet = createSheet({ ...letterhead, title: 'Planning du déploiement', reference: deploymentId, dateOn: on });
  sheet.title('Planning du déploiement', `${deploymentId}, au ${frenchDate(on)}`);
  sheet.callout(`Mise en service attendue le ${frenchDate(whole.activationOn)}`, `Date demandée${nbsp}: ${frenchDate(targetActivationDate)}. Fin du déploiement attendue le ${frenchDate(whole.endsOn)}.`);
  const write = (schedule: Schedule): void => {
    sheet.table({
      columns: [{ share: 0.32, isRowHeader: true }, { share: 0.19 }, { share: 0.19 }, { share: 0.15, align: 'right' }, { share: 0.15 }],
      header: ['Jalon', 'Au plus tard le', 'Attendu le', 'Marge', 'État'],
      rows: schedule.lines.map((line) => ({ cells: [milestoneLabel(line.milestone), frenchDate(line.latestOn), frenchDate(line.expectedOn), floatText(line), stateText(line)] })),
    });
    sheet.bars(schedule.lines.map((line) => ({ label: milestoneLabel(line.milestone), from: line.startsOn, until: line.expectedOn, markOn: line.latestOn, isStrong: line.isCritical })), 'Frise des jalons');
  };
  write(whole);
  if (sites.length > 1) {
    for (const site of sites) {
      sheet.heading(`Site ${site.site}`);
      write(site);
    }
  }
  sheet.paragraph('Barre : de la fin de ce qui précède à la date attendue ; trait : date au plus tard ; en foncé, les jalons critiques, sans marge.');
  return await sheet.finish();
}

function floatText({ floatDays }: ScheduleLine): string {
  return `${frenchNumber(floatDays)}${nbsp}j`;
}

function stateText({ doneOn, isCritical, floatDays }: ScheduleLine): string {
  if (doneOn !== null) return 'Fait';
  if (floatDays < 0) return 'En retard';
  return isCritical ? 'Critique' : 'À venir';
}
