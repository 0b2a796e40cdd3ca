import { formatColumn } from './format.ts';
import type { Order } from './tree.ts';

/** An order in plain words, for the header. */
export function orderWords(order: readonly Order[]): string {
	return order.map(({ column, direction }) => `${formatColumn(column)} ${direction}`).join(', ');
}
