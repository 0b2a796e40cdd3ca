/** The panes of one conversation. */
export const detailTabs = ['transcript', 'insights', 'metadata', 'raw', 'waits'] as const;
export type DetailTab = (typeof detailTabs)[number];

/** All panes that can have the focus. */
export type PaneId = 'list' | DetailTab;

/** Whether one pane fills the screen, and whether it does so without its borders. */
type Zoom = { readonly zoomed: boolean; readonly bare: boolean };

/** Switches one of them. Zooming a pane without borders puts its borders back. */
export function afterZoom({ zoomed, bare }: Zoom, isBare: boolean): Zoom {
	return isBare ? { zoomed, bare: !bare } : { zoomed: bare || !zoomed, bare: false };
}
