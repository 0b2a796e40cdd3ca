import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The browser of this machine; null without one. */
export const chromiumPath =
	['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync('which', [name]).status === 0) ??
	null;

/** One page of a headless browser, driven through its own protocol. */
export class Chromium implements AsyncDisposable {
	readonly #process: ChildProcess;
	readonly #folder: string;
	readonly #socket: WebSocket;
	readonly #answers = new Map<number, (answer: { result?: unknown; error?: unknown }) => void>();
	/** Errors of the console and refusals of the policy so far. */
	readonly complaints: string[] = [];
	#count = 0;
	#loaded: () => void = () => undefined;

	private constructor(process: ChildProcess, folder: string, socket: WebSocket) {
		this.#process = process;
		this.#folder = folder;
		this.#socket = socket;
		socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))));
	}

	static async start(): Promise<Chromium> {
		const folder = mkdtempSync(join(tmpdir(), 'tconv-chromium-'));
		const flags = [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--remote-debugging-port=0',
			`--user-data-dir=${folder}`,
		];
		const child = spawn(chromiumPath ?? '', [...flags, 'about:blank'], {
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let browser = '';
		for await (const line of createInterface({ input: child.stderr })) {
			browser = /ws:\/\/[^/]+/.exec(line)?.[0] ?? '';
			if (browser !== '') break;
		}
		const answer = await fetch(`${browser.replace('ws:', 'http:')}/json/list`);
		const pages = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[];
		const socket = new WebSocket(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
		await new Promise((resolve) => socket.addEventListener('open', resolve));
		const page = new Chromium(child, folder, socket);
		for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.send(`${domain}.enable`);
		return page;
	}

	/** Opens a page; resolves once it is loaded. */
	async open(url: string): Promise<void> {
		const loaded = new Promise<void>((resolve) => {
			this.#loaded = resolve;
		});
		await this.send('Page.navigate', { url });
		await loaded;
	}

	/** The value of an expression in the page. */
	async evaluate(expression: string): Promise<unknown> {
		const { result } = (await this.send('Runtime.evaluate', { expression, returnByValue: true })) as {
			result: { value?: unknown };
		};
		return result.value;
	}

	send(method: string, params: object = {}): Promise<unknown> {
		this.#count += 1;
		const id = this.#count;
		return new Promise((resolve, reject) => {
			this.#answers.set(id, ({ result, error }) =>
				error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
			);
			this.#socket.send(JSON.stringify({ id, method, params }));
		});
	}

	#take(message: {
		id?: number;
		method?: string;
		params?: unknown;
		result?: unknown;
		error?: unknown;
	}): void {
		if (message.id !== undefined) this.#answers.get(message.id)?.(message);
		if (message.method === 'Page.loadEventFired') this.#loaded();
		const isComplaint = [
			'Log.entryAdded',
			'Runtime.exceptionThrown',
			'Page.javascriptDialogOpening',
		].includes(message.method ?? '');
		if (isComplaint) this.complaints.push(JSON.stringify(message.params));
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#socket.close();
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		this.#process.kill();
		await ended;
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
