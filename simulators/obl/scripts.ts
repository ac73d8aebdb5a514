/** What an order's city makes the simulated OBL do: behaviour per order, without touching the others (docs/simulators.md). */

export interface Script {
  /** Refused on the spot, in the answer to the placement; as below until it is put right (`isMended` in orders.ts). */
  refusesAtOnce?: string;
  /** Refused by callback, instead of the acknowledgement. */
  refusesLater?: string;
  /** Acknowledges only when this many reminders have come. */
  acknowledgesAfterReminders?: number;
  /** Acknowledges, and only the order's state shows it. */
  acknowledgesSilently?: boolean;
  /** Acknowledges only when its support was escalated to. */
  acknowledgesAfterEscalation?: boolean;
  neverAcknowledges?: boolean;
  /** Proposes a slot itself once the order is acknowledged. */
  proposesSlot?: boolean;
  /** Moves the slot that was agreed, so often, each time by a day. */
  movesSlot?: number;
  /** Slots are confirmed, and only the order's state shows it. */
  confirmsSilently?: boolean;
  neverDelivers?: boolean;
  reservations?: string[];
  /** Things happen, nobody is told: only the order's state shows them (D-09). */
  keepsSilent?: boolean;
}

/** Cities that mean something to the simulator; any other city is an order without a hitch. */
export const scriptedCities: Readonly<Record<string, Script>> = {
  'SIM-REFUSE-AT-ONCE': { refusesAtOnce: 'ineligible-address' },
  'SIM-REFUSE-INVALID-DATA': { refusesLater: 'invalid-data' },
  'SIM-REFUSE-INELIGIBLE': { refusesLater: 'ineligible-address' },
  'SIM-REFUSE-SATURATION': { refusesLater: 'saturation' },
  'SIM-REFUSE-WORKS': { refusesLater: 'works-needed' },
  'SIM-NEVER-ACK': { neverAcknowledges: true },
  'SIM-ACK-AFTER-REMINDER': { acknowledgesAfterReminders: 1 },
  'SIM-ACK-SILENT': { acknowledgesSilently: true },
  'SIM-ACK-AFTER-ESCALATION': { acknowledgesAfterEscalation: true },
  'SIM-PROPOSES-SLOT': { proposesSlot: true },
  'SIM-MOVES-SLOT': { movesSlot: 1 },
  'SIM-MOVES-SLOT-TWICE': { movesSlot: 2 },
  'SIM-SLOT-SILENT': { confirmsSilently: true },
  'SIM-NEVER-DELIVER': { neverDelivers: true },
  'SIM-RESERVATIONS': { reservations: ['Prise optique à refixer', 'Étiquetage manquant au point de terminaison'] },
  'SIM-SILENT': { keepsSilent: true },
};

/** The scripts that a city names, word by word, whatever its case: «Nantes SIM-RESERVATIONS». */
export function scriptOf(city: string): Script {
  return Object.assign({}, ...city.toUpperCase().split(/\s+/).map((word) => scriptedCities[word])) as Script;
}
