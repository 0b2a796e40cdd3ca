/** A whole number of things with its thousands set apart: `2,098`. */
export function countText(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
