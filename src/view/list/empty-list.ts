import type { ListData } from '../../data/screen-data.ts';
import { type DescribeContext, describeQuery } from '../../filter/describe-query.ts';
import { emptyQuery } from '../../filter/tree.ts';
import { isFiltered } from '../../state/filter/recent-filters.ts';
import type { UiState } from '../../state/ui-state.ts';

/** Words for a list without rows: what is empty, which condition keeps everything out if that is known, the way out. */
export function emptyListWords(
	{ query }: Pick<UiState, 'query'>,
	{ problem, whyEmpty }: Pick<ListData, 'problem' | 'whyEmpty'>,
	context: DescribeContext,
): readonly string[] {
	const early = problem === null ? [] : [`The list ends early: ${problem}`];
	if (!isFiltered(query)) return ['This account has no conversations yet.', ...early, 'r refreshes.'];
	const causes = (whyEmpty ?? []).map((filter) =>
		describeQuery({ ...emptyQuery, filters: [filter] }, context),
	);
	const why =
		whyEmpty === null
			? []
			: causes.length === 0
				? ['More than one condition keeps everything out.']
				: [
						causes.length === 1 ? 'Without this condition some match:' : 'Without one of these some match:',
						...causes,
					];
	return [
		'No conversations match the filter.',
		...why,
		...early,
		'f changes the filter, F clears it, Ctrl-o goes back, r refreshes.',
	];
}
