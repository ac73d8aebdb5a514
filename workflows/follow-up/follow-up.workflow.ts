/** A follow-up (S-09), as its story: it waits for its day, is in its seller's basket from then on, and may be put off, given to another or called off at any time. */
import { setHandler } from '@temporalio/workflow';
import type { FollowUpCommand, FollowUpState } from '../../domain/follow-up/follow-up.ts';
import { followUpModel } from '../../domain/follow-up/model.ts';
import { openJourney, shelter, type Journey } from '../journey/journey.ts';
import { showPhase } from '../journey/search.ts';
import { followUpDetails } from './details.ts';
import { cancelFollowUpUpdate, completeFollowUpTaskUpdate, followUpStateQuery, giveFollowUpUpdate, moveFollowUpUpdate, openFollowUpUpdate, type FollowUpStart } from './messages.ts';

type FollowUp = Journey<FollowUpState, FollowUpCommand>;

export async function followUp(start: FollowUpStart): Promise<string> {
  const journey = open(start);
  return await shelter(() => story(journey), () => journey.attempt({ type: 'cancel', reason: 'engine-cancelled' }));
}

async function story(journey: FollowUp): Promise<string> {
  while (journey.state().endedAtMs === null) {
    const { phase, dueAtMs } = journey.state();
    const isOther = (state: FollowUpState): boolean => state.phase !== phase || state.dueAtMs !== dueAtMs;
    const woken = await journey.until(isOther, phase === 'waiting' ? { atMs: dueAtMs, summary: 'Jour de la relance' } : null);
    if (woken === 'deadline') journey.act({ type: 'due' }, 'timer');
  }
  await journey.settle();
  return journey.state().phase;
}

function open(start: FollowUpStart): FollowUp {
  const journey = openJourney(start, { kind: 'followUp', model: followUpModel, describe: followUpDetails, onChange: showPhase() });
  journey.receive(openFollowUpUpdate, () => {
    const { opening, doer, dueAtMs } = journey.state();
    if (!opening || !doer) throw new Error('a follow-up is opened by its start');
    return { type: 'open', opening, doer, dueAtMs };
  });
  journey.receive(moveFollowUpUpdate, ({ dueAtMs }) => ({ type: 'move', dueAtMs }));
  journey.receive(giveFollowUpUpdate, ({ doer }) => ({ type: 'give', doer }));
  journey.receive(cancelFollowUpUpdate, ({ reason }) => ({ type: 'cancel', reason }));
  journey.receive(completeFollowUpTaskUpdate, ({ taskId, input }) => ({ type: 'completeTask', taskId, input }));
  setHandler(followUpStateQuery, () => journey.state());
  return journey;
}
