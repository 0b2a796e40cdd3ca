import { describe, expect, test } from 'vitest';
import { isHung } from '../../src/records/hung-folder.ts';

const mounts = [
	'22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
	'23 22 0:40 / /home rw - nfs4 server:/home rw,vers=4.2',
	'24 23 0:41 / /home/local rw - xfs /dev/sdb1 rw',
	'25 22 0:42 / /mnt/two\\040words rw shared:7 - fuse.sshfs me@host: rw',
	'26 22 0:43 / /covered rw - tmpfs tmpfs rw',
	'27 22 0:44 / /covered rw - cifs //server/share rw',
	'',
].join('\n');

/** Checks folders on a machine with these mounts, whose servers never answer; returns the folders that the other process checked. */
async function ask(
	folder: string,
	links: Readonly<Record<string, string>> = {},
	text: string | null = mounts,
) {
	const asked: string[] = [];
	const looked: string[] = [];
	const hangs = await isHung(folder, {
		mounts: text,
		linkTarget: (path) => {
			looked.push(path);
			return links[path] ?? null;
		},
		answers: async (path) => {
			asked.push(path);
			return false;
		},
	});
	return { hangs, asked, looked };
}

describe('a folder of an unreachable server', () => {
	test.each([
		'/home',
		'/home/me/.config/tconv',
		'/home/local/me',
		'/home/local/../me',
		'/mnt/two words/x',
		'/covered/x',
	])('%s hangs', async (folder) => {
		expect(await ask(folder)).toMatchObject({ hangs: true, asked: [folder] });
	});

	test.each(['/', '/etc/tconv', '/homes/me', '/mnt/two'])(
		'%s lies on this machine, and costs no process',
		async (folder) => {
			expect(await ask(folder)).toMatchObject({ hangs: false, asked: [] });
		},
	);

	test('is found behind links, and no path in it is touched', async () => {
		const links = { '/root/.config': '../etc/conf', '/etc/conf': '/home/me/conf' };
		const { looked, ...found } = await ask('/root/.config/tconv', links);
		expect(found).toEqual({ hangs: true, asked: ['/root/.config/tconv'] });
		expect(looked).toContain('/etc/conf');
		expect(looked.filter((path) => path.startsWith('/home'))).toEqual([]);
	});

	test('circular links do not block the start', async () => {
		expect(await ask('/a/x', { '/a': '/b', '/b': '/a' })).toMatchObject({ hangs: false, asked: [] });
	});

	test('is checked on systems without a list of mounts', async () => {
		expect(await ask('/any', {}, null)).toMatchObject({ hangs: true, asked: ['/any'] });
	});

	test('is used if it answers, is missing, or is unreadable', async () => {
		for (const folder of ['/', '/nowhere/at/all', '/proc/1/fd']) expect(await isHung(folder)).toBe(false);
	});
});
