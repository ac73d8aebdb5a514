/** Invitations to the meetings of the kick-off, beside the story: sent when one is planned or moved, recalled when it is off (D-05 to D-07, D-23). */
import { meetingToTell } from '../../domain/deployment/meetings.ts';
import { call, type Deployment } from './deployment.ts';

export async function inviteToMeetings(deployment: Deployment): Promise<void> {
  for (;;) {
    await deployment.until((state) => state.endedAtMs !== null || meetingToTell(state) !== null);
    if (deployment.state().endedAtMs !== null) return;
    const meeting = meetingToTell(deployment.state());
    const planned = meeting && deployment.state().meetings[meeting];
    // Held in the very moment in which it was to be told.
    if (!planned) continue;
    const { startsAt, endsAt, place, sequence, isCancelled, decidedAtMs } = planned;
    // Moved or held meanwhile, those invited are told the latest or nothing.
    const sent = await call(deployment, 'send-invitation', (state) => meetingToTell(state) === meeting && state.meetings[meeting]?.sequence === sequence, ({ notices }) =>
      notices(isCancelled ? 'Réunion annulée' : `Invitation n° ${sequence + 1}`).sendInvitation({
        deploymentId: deployment.id, meeting, startsAt, endsAt, place, sequence, isCancelled, decidedAtMs,
      }));
    // Who passes over the call has told them by other means.
    if (sent.how !== 'overtaken') deployment.act({ type: 'invitationSent', meeting, sequence });
  }
}
