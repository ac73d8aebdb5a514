/** A site delivery that begins in its middle, without its deployment: decided by the rules, recorded at once, and carried into the engine as a continue-as-new carries it. */
import { v7 as uuidv7 } from 'uuid';
import { record } from '../../db/journey/record.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import { siteJourneyId } from '../../domain/deployment/deployment.ts';
import { siteModel } from '../../domain/deployment/evolve-site.ts';
import type { SiteCommand, SiteEvent, SiteOpening, SiteState } from '../../domain/deployment/site.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import { siteWorkflowType, type SiteStart } from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { siteIsLawful } from '../unit/deployment/laws.ts';
import type { House } from './house.ts';
import { TestJourney, type Journeys } from './journeys.ts';

/** Begins S001 of a deployment of one site where these commands lead; nothing outside was called for what came before. */
export async function beginSite(journeys: Journeys, city: string, commandsFor: (opening: SiteOpening) => readonly SiteCommand[]): Promise<TestJourney> {
  const { house } = journeys;
  const { deploymentId, customerId, market, targetActivationDate, schedule, policy, sites: [first] } = await journeys.keepLaunch([city]);
  if (!first) throw new Error('a launch without a site');
  const opening: SiteOpening = {
    deploymentId, ...first, customerId, market, isTechnicallyCollected: true, isOldLineToMigrate: false, targetActivationDate, schedule, launchedOn: '2026-01-01', doneOn: {}, policy, edition: 1,
  };
  const journeyId = siteJourneyId(deploymentId, first.site);
  const { state, events } = playRules(journeyId, commandsFor(opening));
  await record(house.pool, { journeyId, kind: 'site', events });
  const start: SiteStart = { journeyId, carried: { state, lastNumber: events.length, answered: [] } };
  await house.client.workflow.start(siteWorkflowType, { workflowId: workflowIdOf(journeyId), taskQueue: taskQueues.journeys, args: [start] });
  return new TestJourney(house, deploymentId, 1);
}

function playRules(journeyId: string, commands: readonly SiteCommand[]): { state: SiteState; events: RecordedEvent<SiteEvent>[] } {
  const atMs = Date.now();
  const events: RecordedEvent<SiteEvent>[] = [];
  let state = siteModel.initial;
  commands.map(withOwnDocument).forEach((command, index) => {
    const decision = siteModel.decide(state, command, atMs);
    if (!decision.accepted) throw new Error(`${command.type} was refused: ${decision.refusal.code}`);
    for (const event of decision.events) {
      state = siteModel.evolve(state, event, atMs);
      events.push({ number: events.length + 1, event, atMs, meta: { actor: 'test', channel: 'api', commandId: `${journeyId}-${index}` } });
    }
  });
  return { state, events };
}

/** The straight path's commands know one document for all. */
function withOwnDocument(command: SiteCommand): SiteCommand {
  return 'document' in command && command.document !== null ? { ...command, document: { ...command.document, id: uuidv7() } } : command;
}

/** The laws of a site hold over every command that its record tells of. */
export async function expectLawful({ pool }: House, journeyId: string): Promise<void> {
  const recorded = await readEvents(pool, journeyId) as RecordedEvent<SiteEvent>[];
  let state = siteModel.initial;
  for (let from = 0; from < recorded.length;) {
    const commandId = recorded[from]?.meta.commandId;
    let to = from;
    while (to < recorded.length && recorded[to]?.meta.commandId === commandId) to += 1;
    const before = state;
    for (const { event, atMs } of recorded.slice(from, to)) state = siteModel.evolve(state, event, atMs);
    siteIsLawful({ before, fresh: recorded.slice(from, to).map(({ event }) => event), state, happened: recorded.slice(0, to).map(({ event }) => event) });
    from = to;
  }
}
