/** A whole number with thousands separators: `2,098`. */
export function countText(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
