/** The panes of one conversation. */
export const detailTabs = ['transcript', 'insights', 'metadata', 'raw', 'waits'] as const;
export type DetailTab = (typeof detailTabs)[number];

/** All panes that can have the focus. */
export type PaneId = 'list' | DetailTab;
