/** The model of an order: its rules tied together. */
import type { JourneyModel } from '../journey/journey.ts';
import { decideOrder } from './decide.ts';
import { evolveOrder } from './evolve.ts';
import { newOrder, type OrderCommand, type OrderEvent, type OrderState } from './order.ts';

export const orderModel: JourneyModel<OrderState, OrderCommand, OrderEvent> = { initial: newOrder, decide: decideOrder, evolve: evolveOrder };
