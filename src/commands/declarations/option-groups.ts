/** Options that several commands share. */

export const allowHttpOption = {
	name: 'allow-http',
	about:
		'allow a plain http:// address, which sends the key unencrypted; needed for any address but this machine\'s (or set "allowHttp": true in settings.json)',
} as const;

export const debugOption = {
	name: 'debug',
	about: 'print the stack trace if tconv crashes',
} as const;
