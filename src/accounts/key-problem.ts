import { FileProblem } from '../records/file-problem.ts';

/** Why the key of a profile cannot be kept or read: what happened, then what to do. Its message never has the key. */
export class KeyProblem extends FileProblem {}
