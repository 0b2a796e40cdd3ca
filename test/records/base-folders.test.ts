import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
	answeringFolders,
	configFolder,
	configFolderProblem,
	homeFolder,
	stateFolder,
} from '../../src/records/base-folders.ts';

const home = userInfo().homedir;
const nowhere = [undefined, '', '.', 'rel', './rel', '../rel', '~', '~/x', '$HOME/x', ' /x'];

describe('case 25: a base folder that is not absolute is ignored', () => {
	test.each(nowhere)('%j', (value) => {
		expect(homeFolder({ HOME: value })).toBe(home);
		expect(stateFolder({ HOME: '/h', XDG_STATE_HOME: value })).toBe('/h/.local/state/tconv');
		expect(stateFolder({ HOME: value, XDG_STATE_HOME: value })).toBe(join(home, '.local/state/tconv'));
		expect(configFolder({ HOME: '/h', XDG_CONFIG_HOME: value }, 'linux')).toBe('/h/.config/tconv');
		expect(configFolder({ HOME: value, XDG_CONFIG_HOME: value }, 'linux')).toBe(join(home, '.config/tconv'));
	});

	test('an absolute one is taken', () => {
		expect(stateFolder({ XDG_STATE_HOME: '/s' })).toBe('/s/tconv');
		expect(configFolder({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe('/c/tconv');
		expect(configFolder({ XDG_CONFIG_HOME: '/c', TCONV_CONFIG_DIR: '/t' }, 'linux')).toBe('/t');
		expect(configFolder({ HOME: '/h', XDG_CONFIG_HOME: '/c' }, 'darwin')).toBe(
			'/h/Library/Preferences/tconv',
		);
	});

	test('a relative TCONV_CONFIG_DIR is refused by name; an empty one is ignored', () => {
		expect(configFolderProblem({ TCONV_CONFIG_DIR: 'rel' })).toBe(
			'TCONV_CONFIG_DIR must be an absolute path, not “rel”.',
		);
		for (const none of [undefined, '', '/x'])
			expect(configFolderProblem({ TCONV_CONFIG_DIR: none })).toBeNull();
	});
});

test('while their folders hang, records go to the temporary folder and settings nowhere', async () => {
	const environment = { HOME: '/h', TCONV_CONFIG_DIR: '/c' };
	const usual = await answeringFolders(environment, async () => false);
	expect(usual).toEqual({
		config: '/c',
		isConfigHung: false,
		state: '/h/.local/state/tconv',
		hungState: null,
	});
	const hung = await answeringFolders(environment, async () => true);
	expect(hung).toMatchObject({ config: '/c', isConfigHung: true, hungState: usual.state });
	expect(hung.state).toMatch(/\/tconv-\d+$/);
});
