import type { Runtime } from '../services/runtime.ts';
import type { Theme } from '../view/theme.ts';

/** Everything that the screen receives from outside. */
export type Program = Runtime & { readonly theme: Theme };
