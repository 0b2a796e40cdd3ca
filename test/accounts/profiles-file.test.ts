import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameProblem, type Profile } from '../../src/accounts/profile.ts';
import { isTrouble, openProfiles, type Profiles } from '../../src/accounts/profiles-file.ts';
import { folderWith } from '../config/scratch.ts';

const plain: Omit<Profile, 'name'> = {
	baseUrl: null,
	readOnly: false,
	theme: null,
	startView: null,
	owner: null,
	key: { kind: 'file' },
};

function read(folder: string): Profiles {
	const found = openProfiles(folder).read();
	if (isTrouble(found)) throw new Error(found.why);
	return found;
}

const profile = fc.record<Profile>({
	name: fc.stringMatching(/^[a-z0-9]{1,12}$/).filter((name) => nameProblem(name) === null),
	baseUrl: fc.option(fc.webUrl()),
	readOnly: fc.boolean(),
	theme: fc.constantFrom(null, 'ascii', 'no-colours'),
	startView: fc.option(fc.string()),
	owner: fc.option(fc.string()),
	key: fc.oneof(
		fc.constant({ kind: 'file' } as const),
		fc.record({ kind: fc.constant('keychain' as const), entry: fc.string() }),
		fc.record({ kind: fc.constant('command' as const), command: fc.string() }),
	),
});

test('profiles come back as they were written, whatever was there before', async () => {
	const profiles = fc
		.uniqueArray(profile, { selector: ({ name }) => name, maxLength: 4 })
		.chain((all) =>
			fc.record({ all: fc.constant(all), used: fc.constantFrom(null, ...all.map(({ name }) => name)) }),
		);
	await fc.assert(
		fc.asyncProperty(profiles, profiles, async (first, second) => {
			const folder = folderWith('profiles.json');
			const file = openProfiles(folder);
			await file.change(() => first);
			await file.change(() => second);
			const found = read(folder);
			expect(found.used).toBe(second.used);
			expect(new Map(found.all.map((one) => [one.name, one]))).toEqual(
				new Map(second.all.map((one) => [one.name, one])),
			);
		}),
		{ numRuns: 20 },
	);
});

test('the file is its owner’s alone, and keeps comments', async () => {
	const folder = folderWith(
		'profiles.json',
		'{\n\t// of the night shift\n\t"version": 1,\n\t"profiles": {}\n}\n',
	);
	await openProfiles(folder).change(({ all }) => ({
		used: 'prod',
		all: [...all, { ...plain, name: 'prod' }],
	}));
	expect(readFileSync(join(folder, 'profiles.json'), 'utf8')).toContain('// of the night shift');
	expect(statSync(join(folder, 'profiles.json')).mode & 0o777).toBe(0o600);
	expect(read(folder)).toEqual({ used: 'prod', all: [{ ...plain, name: 'prod' }] });
});

describe('a file that is not understood is left alone, and says why', () => {
	test.each([
		['{"version": 2, "profiles": {}}', 'later version'],
		['{"version": 1}', '“profiles” is not what tconv writes there'],
		['{"version": 1, "profiles": {"a": {"key": {"kind": "file"}, "read_only": true}}}', 'no “read_only” in'],
		[
			'{"version": 1, "profiles": {"a": {"key": {"kind": "file"}, "readOnly": "yes"}}}',
			'“profiles.a.readOnly”',
		],
		['{"version": 1, "profiles": {"a": {"key": {"kind": "post-it"}}}}', '“profiles.a.key'],
		['{"version": 1, "profiles": {"demo": {"key": {"kind": "file"}}}}', '“demo” is the sample data'],
		['{"version": 1, "use": "a", "profiles": {}}', '“use” names “a”, which is not there'],
		['{', 'a closing } is missing'],
	])('%s', async (text, why) => {
		const folder = folderWith('profiles.json', text);
		const found = openProfiles(folder).read();
		expect(isTrouble(found) ? found.why : 'understood').toContain(why);
		await expect(openProfiles(folder).change((now) => now)).rejects.toThrow(why);
		expect(readFileSync(join(folder, 'profiles.json'), 'utf8')).toBe(text);
		expect(readdirSync(folder)).toEqual(['profiles.json']);
	});

	test('because others can write to it: they could send the key elsewhere', () => {
		const folder = folderWith('profiles.json', '{"version": 1, "profiles": {}}');
		chmodSync(join(folder, 'profiles.json'), 0o666);
		const found = openProfiles(folder).read();
		expect(isTrouble(found) ? found.why : '').toContain('every user can write to');
	});
});

test.each(['', 'Prod', 'a b', '../x', '@a', 'a.b', '-a', 'a-', 'demo', 'x'.repeat(33)])(
	'no profile is called %j',
	(name) => {
		expect(nameProblem(name)).not.toBeNull();
	},
);

test('without a file there are no profiles, and reading makes none', () => {
	const folder = folderWith('profiles.json');
	expect(read(folder)).toEqual({ used: null, all: [] });
	expect(readdirSync(folder)).toEqual([]);
	writeFileSync(
		join(folder, 'profiles.json'),
		'{"version": 1, "profiles": {"a-1": {"key": {"kind": "file"}}}}',
	);
	expect(read(folder).all).toEqual([{ ...plain, name: 'a-1' }]);
});
