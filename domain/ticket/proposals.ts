/** Where a ticket could be handed to (C-03): teams of its desk that never had it (T-10), best first by what they know and by level. */
import type { Level, Team, TicketState } from './ticket.ts';

export interface SkilledTeam extends Team {
  /** Categories and symptoms; none: whatever comes. */
  readonly skills: readonly string[];
}

export interface Proposal extends Team {
  /** What of the ticket it knows. */
  readonly matching: readonly string[];
  /** It takes whatever comes. */
  readonly isGeneral: boolean;
  /** T-09: so high only for a reason. */
  readonly needsReason: boolean;
}

/** Who knows the subject goes before who takes anything, and he before who knows something else; among equals the next level, then the same, a higher, a lower one. */
export function transferProposals({ classification, level, team, teams: had }: TicketState, teams: readonly SkilledTeam[]): Proposal[] {
  const subject = classification ? [classification.category, classification.symptom] : [];
  return teams
    .filter((one) => one.team !== team?.team && !had.includes(one.team))
    .map(({ team: key, level: at, skills }) => ({ team: key, level: at, matching: subject.filter((word) => skills.includes(word)), isGeneral: skills.length === 0, needsReason: at > level + 1 }))
    .toSorted((one, other) => knowledge(other) - knowledge(one) || distance(one.level, level) - distance(other.level, level) || (one.team < other.team ? -1 : 1));
}

/** Category and symptom count double: one of them is worth more than a general team. */
function knowledge({ matching, isGeneral }: Proposal): number {
  return isGeneral ? 1 : matching.length * 2;
}

function distance(to: Level, from: Level): number {
  return to === from + 1 ? 0 : to === from ? 1 : to > from ? 2 : 2 + from - to;
}
