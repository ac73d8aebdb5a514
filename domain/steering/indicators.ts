/** The indicators (C-06), each defined here and nowhere else: what it says, in which unit, and from which facts it is made. docs/indicators.md is checked against this table. */
import type { Text } from '../errors/codes.ts';
import type { Measure } from './facts.ts';

export type Unit = 'count' | 'share' | 'seconds' | 'score' | 'cents';

interface IndicatorEntry {
  readonly labels: Text;
  readonly unit: Unit;
  /** What is counted, and for whom. */
  readonly definition: Text;
  readonly measure: Measure;
  /** `count`: how many facts; `sum`, `mean`: of their total; `stock`: what stands at the end of the period, `stock-age`: for how long on average. */
  readonly as: 'count' | 'sum' | 'mean' | 'stock' | 'stock-age';
  /** Given by detail: beside the whole, or instead of it where a whole would say nothing. */
  readonly details?: 'too' | 'only';
}

/** The makers of rows, by what they say and from what. */
const made = (unit: Unit, as: IndicatorEntry['as']) => (measure: Measure, labels: Text, definition: Text, details?: 'too' | 'only'): IndicatorEntry => ({ labels, unit, definition, measure, as, ...(details && { details }) });
const [count, stock, cents, share, score] = [made('count', 'count'), made('count', 'stock'), made('cents', 'sum'), made('share', 'mean'), made('score', 'mean')];
const [seconds, stockAge] = [made('seconds', 'mean'), made('seconds', 'stock-age')];

export const indicators = {
  'tickets-opened': count('opened', { fr: 'Tickets ouverts', en: 'Tickets opened' },
    { fr: 'Tickets enregistrés ; pour qui les a enregistrés et l’équipe dans la file de laquelle ils commencent.', en: 'Tickets registered; for who registered them and the team in whose queue they begin.' }),
  'tickets-opened-by-channel': count('opened-channel', { fr: 'Tickets ouverts par canal', en: 'Tickets opened by channel' },
    { fr: 'Les mêmes, par canal d’arrivée (T-01).', en: 'The same, by the channel they came through (T-01).' }, 'only'),
  'tickets-opened-by-category': count('opened-category', { fr: 'Tickets ouverts par catégorie', en: 'Tickets opened by category' },
    { fr: 'Les mêmes, par catégorie à l’enregistrement (T-04) ; vide tant qu’ils ne sont pas classés.', en: 'The same, by category as registered (T-04); empty where not classified yet.' }, 'only'),
  'tickets-opened-by-type': count('opened-type', { fr: 'Tickets ouverts par type', en: 'Tickets opened by type' },
    { fr: 'Les mêmes, par type à l’enregistrement (T-04).', en: 'The same, by type as registered (T-04).' }, 'only'),
  'tickets-closed': count('closed', { fr: 'Tickets clos', en: 'Tickets closed' },
    { fr: 'Tickets clos, avec accord ou sans (T-08, T-16) ; pour qui les avait et son équipe. Un ticket fusionné n’est pas clos.', en: 'Tickets closed, with an agreement or without (T-08, T-16); for who had them and that team. A merged ticket is not closed.' }),
  'tickets-closed-by-channel': count('closed-channel', { fr: 'Tickets clos par canal', en: 'Tickets closed by channel' },
    { fr: 'Les mêmes, par canal d’arrivée.', en: 'The same, by the channel they came through.' }, 'only'),
  'tickets-closed-by-category': count('closed-category', { fr: 'Tickets clos par catégorie', en: 'Tickets closed by category' },
    { fr: 'Les mêmes, par catégorie à la clôture.', en: 'The same, by category at the closing.' }, 'only'),
  'tickets-closed-by-type': count('closed-type', { fr: 'Tickets clos par type', en: 'Tickets closed by type' },
    { fr: 'Les mêmes, par type à la clôture.', en: 'The same, by type at the closing.' }, 'only'),
  'tickets-merged': count('merged', { fr: 'Tickets fusionnés', en: 'Tickets merged' },
    { fr: 'Tickets qui continuent dans un autre (T-02) ; pour qui les avait.', en: 'Tickets that go on in another one (T-02); for who had them.' }),
  'taking-charge-time': seconds('taken', { fr: 'Délai de prise en charge', en: 'Time to take charge' },
    { fr: 'De T0 à la première prise en charge, temps écoulé ; pour qui prend. Sans les tickets enregistrés après coup (T-25), ni ceux que le programme des résiliations prend (R-07).', en: 'From T0 to the first taking of charge, elapsed; for who takes it. Without tickets recorded afterwards (T-25), nor those that the program of terminations takes (R-07).' }),
  'taking-charge-held': share('taken-in-time', { fr: 'Prise en charge dans le délai', en: 'Taken in time' },
    { fr: 'Part des tickets pris avant la fin de leur horloge de prise en charge (T-06), parmi ceux qui en ont une ; compté à la prise, ou à la fin d’un ticket jamais pris.', en: 'Share of tickets taken before their taking-charge clock was used up (T-06), among those that have one; counted at the taking, or at the end of one that was never taken.' }),
  'resolution-time': seconds('resolved', { fr: 'Délai de résolution', en: 'Time to resolve' },
    { fr: 'De T0 à l’accord du demandeur (T-14), ou à la clôture sans accord, temps écoulé, attentes comprises ; pour qui avait le ticket. Sans ceux que le programme des résiliations avait (R-07).', en: 'From T0 to the requester’s agreement (T-14), or to the closing without one, elapsed, waits included; for who had the ticket. Without those that the program of terminations had (R-07).' }),
  'resolution-held': share('resolved-in-time', { fr: 'SLA tenu', en: 'SLA held' },
    { fr: 'Part des tickets résolus avant la fin de leur horloge de résolution (T-06, T-07), arrêts décomptés (T-08), parmi ceux à qui un délai est promis ; pour qui les avait à l’accord.', en: 'Share of tickets resolved before their resolution clock was used up (T-06, T-07), stopped time not counted (T-08), among those that are promised a time; for who had them at the agreement.' }),
  'first-contact-resolution': share('first-contact', { fr: 'Résolution au premier contact', en: 'First-contact resolution' },
    { fr: 'Part des tickets clos avec accord, restés au niveau 1 et dans une seule équipe, sans réouverture ni désaccord, parmi les tickets clos pour lesquels quelqu’un nous a contactés (ni supervision ni sauvegarde, ni ticket que le programme des résiliations avait, R-07).', en: 'Share of tickets closed with an agreement that stayed at level 1 and in one team, never reopened nor disagreed with, among closed tickets that somebody contacted us about (neither monitoring nor backups, nor a ticket that the program of terminations had, R-07).' }),
  'handling-time': seconds('handled', { fr: 'Durée moyenne de traitement', en: 'Average handling time' },
    { fr: 'Temps porté sur les fiches de travail (T-17) d’un ticket, par ticket clos ; pour qui l’avait à la clôture. Sans ceux que le programme des résiliations avait (R-07).', en: 'Time on the worksheets (T-17) of a ticket, per ticket closed; for who had it at the closing. Without those that the program of terminations had (R-07).' }),
  'satisfaction': score('satisfaction', { fr: 'Satisfaction', en: 'Satisfaction' },
    { fr: 'Note moyenne, de 1 à 5, des demandeurs qui ont répondu (T-16) ; pour qui avait le ticket à la clôture.', en: 'Mean score, 1 to 5, of the requesters who answered (T-16); for who had the ticket at the closing.' }),
  'satisfaction-answered': share('satisfaction-asked', { fr: 'Réponses de satisfaction', en: 'Satisfaction answered' },
    { fr: 'Part des tickets clos dont le demandeur a donné une note.', en: 'Share of closed tickets whose requester gave a score.' }),
  'transfers': count('transferred', { fr: 'Transferts', en: 'Transfers' }, {
    fr: 'Par sorte : «warm» proposés à chaud, «cold» à froid, «escalated» par un seuil (T-07), «first-line-limit» par la limite du premier niveau (T-09), «attributed» avec leur technicien, «taken» pris par quelqu’un d’une autre, pour l’équipe qui donne et qui l’a fait ; «declined» refusés et «expired» sans réponse (C-03), pour l’équipe sollicitée.',
    en: 'By kind: “warm” offered, “cold”, “escalated” by a threshold (T-07), “first-line-limit” by the limit of the first line (T-09), “attributed” with their technician, “taken” by somebody of another, for the team that gives and who did; “declined” and “expired” without an answer (C-03), for the team that was asked.',
  }, 'only'),
  'reopenings': count('reopened', { fr: 'Réouvertures', en: 'Reopenings' },
    { fr: 'Désaccords du demandeur (T-14), pour qui avait le ticket, et tickets qui en rouvrent un autre (T-16), pour l’équipe où ils commencent.', en: 'Disagreements of the requester (T-14), for who had the ticket, and tickets that reopen another (T-16), for the team in which they begin.' }),
  'backlog': stock('backlog', { fr: 'Stock de tickets', en: 'Backlog' },
    { fr: 'Tickets ouverts à la fin de la période ; pour qui les a alors (ou à qui ils sont donnés) et son équipe.', en: 'Tickets open at the end of the period; for who has them then (or was given them) and that team.' }),
  'backlog-age': stockAge('backlog', { fr: 'Âge du stock', en: 'Age of the backlog' },
    { fr: 'Temps écoulé depuis T0 à la fin de la période, moyenne des tickets ouverts alors.', en: 'Time since T0 at the end of the period, mean of the tickets open then.' }),
  'tickets-overdue': stock('overdue', { fr: 'Tickets hors délai', en: 'Tickets overdue' },
    { fr: 'Tickets ouverts à la fin de la période dont l’horloge de résolution est épuisée (T-07).', en: 'Tickets open at the end of the period whose resolution clock is used up (T-07).' }),
  'deployments-launched': count('launched', { fr: 'Affaires lancées', en: 'Deployments launched' },
    { fr: 'Affaires lancées (D-01) ; pour qui les a lancées.', en: 'Deployments launched (D-01); for who launched them.' }),
  'deployments-completed': count('completed', { fr: 'Affaires terminées', en: 'Deployments completed' },
    { fr: 'Affaires dont chaque site est terminé (D-19) ; pour leur coordinateur.', en: 'Deployments of which every site has ended (D-19); for their coordinator.' }),
  'deployments-cancelled': count('cancelled', { fr: 'Affaires annulées', en: 'Deployments cancelled' },
    { fr: 'Affaires annulées (D-23) ; pour leur coordinateur.', en: 'Deployments cancelled (D-23); for their coordinator.' }),
  'deployments-withdrawn': count('withdrawn', { fr: 'Rétractations', en: 'Withdrawals' },
    { fr: 'Affaires annulées parce que le client s’est rétracté (C-08), qui ne sont pas comptées parmi les annulées ; pour leur coordinateur.', en: 'Deployments cancelled because the customer withdrew (C-08), not counted among the cancelled; for their coordinator.' }),
  'deployment-time': seconds('completed', { fr: 'Durée d’une affaire', en: 'Time of a deployment' },
    { fr: 'Du lancement à la fin des affaires terminées, temps écoulé.', en: 'From the launch to the end of completed deployments, elapsed.' }),
  'sites-in-service': count('in-service', { fr: 'Sites livrés', en: 'Sites delivered' },
    { fr: 'Sites passés à l’exploitation (D-19) ; pour qui les y a passés.', en: 'Sites handed over to exploitation (D-19); for who handed them over.' }),
  'site-time': seconds('in-service', { fr: 'Durée d’un site', en: 'Time of a site' },
    { fr: 'De l’ouverture d’un site à son passage à l’exploitation, temps écoulé.', en: 'From the opening of a site to its handover, elapsed.' }),
  'sites-in-time': share('in-service-in-time', { fr: 'Sites livrés à la date', en: 'Sites delivered in time' },
    { fr: 'Part des sites livrés au plus tard à la date de mise en service visée alors (D-20, D-25).', en: 'Share of delivered sites that were by the target activation date of then (D-20, D-25).' }),
  'sites-abandoned': count('abandoned', { fr: 'Sites abandonnés', en: 'Sites abandoned' },
    { fr: 'Sites annulés, seuls ou avec leur affaire (D-23).', en: 'Sites cancelled, alone or with their deployment (D-23).' }),
  'step-time': seconds('step', { fr: 'Délai par étape', en: 'Time per step' }, {
    fr: 'Par étape d’une affaire ou d’un site (ou par blocage, comme «order-refused»), le temps qu’il y est resté, écoulé, compté quand il en sort ; pour qui a fait l’acte qui l’en sort. Ce qui est abandonné, ou seulement traversé, ne compte pas.',
    en: 'By step of a deployment or a site (or by what blocked it, as “order-refused”), how long it was in it, elapsed, counted when it leaves; for who did the act that ended it. What is given up, or only passed through, does not count.',
  }, 'only'),
  'jeopardies': count('jeopardy', { fr: 'Alertes de planning', en: 'Jeopardies' },
    { fr: 'Jalons en péril signalés (D-12, D-21), par jalon ; pour le coordinateur de l’affaire.', en: 'Milestones at risk that were raised (D-12, D-21), by milestone; for the deployment’s coordinator.' }, 'too'),
  'journeys-at-risk': stock('at-risk', { fr: 'Parcours en péril', en: 'Journeys at risk' },
    { fr: 'Affaires et sites en cours dont un jalon est en péril à la fin de la période (D-12, D-21).', en: 'Deployments and sites under way with a milestone at risk at the end of the period (D-12, D-21).' }),
  'terminations-requested': count('termination-requested', { fr: 'Résiliations demandées', en: 'Terminations requested' }, {
    fr: 'Résiliations ouvertes (R-01), par origine : «customer» sur lettre du client, «move» et «change» par un déménagement ou un changement d’offre (C-08) ; pour qui les a enregistrées.',
    en: 'Terminations opened (R-01), by origin: “customer” by his letter, “move” and “change” by a move or a change of offer (C-08); for who registered them.',
  }, 'too'),
  'win-backs': count('win-back', { fr: 'Rétentions commerciales', en: 'Win-backs' },
    { fr: 'Rétentions terminées (R-02), par issue : «kept» réussie, «leaving» refusée, «lapsed» hors délai ; pour qui l’a dit.', en: 'Win-backs that ended (R-02), by how: “kept”, “leaving”, “lapsed” without an answer in time; for who said so.' }, 'too'),
  'win-back-rate': share('won-back', { fr: 'Taux de rétention', en: 'Win-back rate' },
    { fr: 'Part des rétentions terminées qui ont réussi (R-02) ; une demande que le client retire avant n’en est pas une.', en: 'Share of the win-backs that ended which kept the customer (R-02); a request that he withdraws before is none.' }),
  'terminations-ended': count('termination-ended', { fr: 'Résiliations terminées', en: 'Terminations ended' },
    { fr: 'Résiliations allées à leur terme, par issue : «terminated» résiliée, «kept» client conservé, «withdrawn» demande retirée (R-07).', en: 'Terminations that came to their end, by outcome: “terminated”, “kept” where the customer stays, “withdrawn” where he came back on it (R-07).' }, 'too'),
  'services-left': count('service-left', { fr: 'Services résiliés', en: 'Services left' }, {
    fr: 'Services mis hors service (R-05), par motif : «move», «change», le motif d’exonération de l’IRA (R-03), sinon «customer», de son gré.',
    en: 'Services taken out of service (R-05), by reason: “move”, “change”, the reason for which no early-termination fee was due (R-03), otherwise “customer”, of his own accord.',
  }, 'too'),
  'termination-time': seconds('left', { fr: 'Délai de résiliation', en: 'Time of a termination' },
    { fr: 'De la réception de la lettre au dernier jour de service (R-04), en jours entiers ; des demandes du client, comptées à la fin de leurs services.', en: 'From the receipt of the letter to the last day of service (R-04), whole days; of customers’ own requests, counted when their services end.' }),
  'complaints-opened': count('complaint-opened', { fr: 'Réclamations reçues', en: 'Complaints received' },
    { fr: 'Réclamations enregistrées (S-08), par objet ; pour qui les a enregistrées.', en: 'Complaints entered (S-08), by subject; for who entered them.' }, 'too'),
  'complaint-time': seconds('complaint-answered', { fr: 'Délai de réponse aux réclamations', en: 'Time to answer a complaint' },
    { fr: 'De la réclamation, ou du dernier désaccord du client, à la réponse, écoulé ; pour qui répond.', en: 'From the complaint, or the customer’s last disagreement, to the answer, elapsed; for who answers.' }),
  'complaints-in-time': share('complaint-in-time', { fr: 'Réponses dans le délai', en: 'Complaints answered in time' },
    { fr: 'Part des réponses données dans le délai de la politique (S-08) ; pour qui répond.', en: 'Share of answers that were given within the time of the policy (S-08); for who answers.' }),
  'complaints-settled': count('complaint-settled', { fr: 'Réclamations closes', en: 'Complaints settled' },
    { fr: 'Réclamations closes, par issue : «settled» client satisfait, «lapsed» sans retour du client, «withdrawn» retirée.', en: 'Complaints that came to their end, by outcome: “settled” where the customer is content, “lapsed” where he said nothing, “withdrawn”.' }, 'too'),
  'gestures': count('gesture', { fr: 'Gestes commerciaux', en: 'Goodwill gestures' },
    { fr: 'Gestes accordés (S-08) ; pour qui les accorde.', en: 'Goodwill gestures given (S-08); for who gives them.' }),
  'proposals-made': count('proposal-made', { fr: 'Propositions faites', en: 'Proposals made' },
    { fr: 'Propositions créées, copiées ou séparées (S-01, S-03) ; pour qui les fait.', en: 'Proposals made, copied or split off (S-01, S-03); for who makes them.' }),
  'proposals-presented': count('proposal-presented', { fr: 'Propositions présentées', en: 'Proposals presented' },
    { fr: 'Propositions présentées au client, contrôles passés (S-03), chaque fois qu’elles le sont ; pour qui les présente.', en: 'Proposals presented to the customer, their checks passed (S-03), each time that they are; for who presents them.' }),
  'orders-signed': count('order-signed', { fr: 'Commandes signées', en: 'Orders signed' },
    { fr: 'Commandes signées (S-04), par manière : «code» par SMS, «paper» sur papier ; pour leur émetteur.', en: 'Orders signed (S-04), by how: “code” by SMS, “paper” on paper; for their emitter.' }, 'too'),
  'orders-signed-amount': cents('order-signed', { fr: 'Montant signé', en: 'Amount signed' },
    { fr: 'Valeur HT des commandes signées sur leur engagement, en centimes ; pour leur émetteur.', en: 'What signed orders come to over their engagement before tax, in cents; for their emitter.' }),
  'orders-unsigned': count('order-unsigned', { fr: 'Commandes non signées', en: 'Orders not signed' },
    { fr: 'Commandes terminées sans signature (S-04), par issue : «expired» expirée, «abandoned» abandonnée ou refusée par le client, «refused» remise refusée ; pour leur émetteur.', en: 'Orders that ended without a signature (S-04), by outcome: “expired”, “abandoned” or refused by the customer, “refused” where the discount was; for their emitter.' }, 'too'),
  'signature-rate': share('order-decided', { fr: 'Taux de signature', en: 'Signature rate' },
    { fr: 'Part des commandes signées parmi celles qui l’ont été ou se sont terminées sans l’être (S-04) ; pour leur émetteur.', en: 'Share of orders that were signed, among those that were or ended without (S-04); for their emitter.' }),
  'drops': count('dropped', { fr: 'Chutes', en: 'Drops' },
    { fr: 'Chutes déclarées (S-07), par sorte : «total», «partial» d’une gamme, «product» ; pour qui les déclare.', en: 'Drops entered (S-07), by kind: “total”, “partial” of a range, “product”; for who enters them.' }, 'too'),
  'drops-amount': cents('dropped', { fr: 'Montant des chutes', en: 'Amount dropped' },
    { fr: 'Ce que coûtait par mois, HT, ce qui a chuté (S-07), en centimes ; pour qui le déclare.', en: 'What was dropped came to a month before tax (S-07), in cents; for who enters it.' }),
  'opportunities-opened': count('opportunity-opened', { fr: 'Opportunités ouvertes', en: 'Opportunities opened' },
    { fr: 'Opportunités ouvertes (S-09) ; pour leur vendeur.', en: 'Opportunities opened (S-09); for their seller.' }),
  'opportunities-closed': count('opportunity-closed', { fr: 'Opportunités closes', en: 'Opportunities closed' },
    { fr: 'Opportunités closes (S-09), par issue : «won» gagnées, par la signature de leur commande aussi, «lost» perdues ; rouverte, une gagnée se décompte ce jour-là (C-08) ; pour leur vendeur d’alors.', en: 'Opportunities closed (S-09), by outcome: “won”, by the signature of their order too, or “lost”; one that was won and is open again is taken back on that day (C-08); for their seller of then.' }, 'too'),
  'opportunity-win-rate': share('opportunity-decided', { fr: 'Taux de réussite', en: 'Win rate' },
    { fr: 'Part des opportunités gagnées parmi celles qui sont closes (S-09), sans celles qui se rouvrent ; pour leur vendeur d’alors.', en: 'Share of opportunities won, among those closed (S-09), less those that open again; for their seller of then.' }),
  'opportunities-won-amount': cents('opportunity-won', { fr: 'Montant gagné', en: 'Amount won' },
    { fr: 'Montant des opportunités gagnées (S-09), en centimes, moins celui de celles qui se rouvrent ; pour leur vendeur d’alors.', en: 'What opportunities won come to (S-09), in cents, less what those had come to that open again; for their seller of then.' }),
} satisfies Record<string, IndicatorEntry>;

export type IndicatorKey = keyof typeof indicators;
export const indicatorKeys = Object.keys(indicators) as [IndicatorKey, ...IndicatorKey[]];

export function indicatorOf(key: IndicatorKey): IndicatorEntry {
  return indicators[key];
}
