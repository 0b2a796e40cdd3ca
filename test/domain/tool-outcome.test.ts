import { describe, expect, test } from 'vitest';
import { judgeToolResult, reasonOfFailure, sizeOfResult } from '../../src/domain/tool-outcome.ts';

describe("judging a tool's answer", () => {
	test.each([
		['{"error":"not found"}'],
		['{"error":{"code":5}}'],
		['{"errors":[{"title":"x"}]}'],
		['{"success":false}'],
		['{"ok":false,"data":1}'],
		['{"isError":true}'],
		['{"status":"error"}'],
		['{"status":"FAILED"}'],
		['{"status":400}'],
		['{"status":404}'],
		['{"status":599}'],
		['{"statusCode":503}'],
		['{"status_code":"500"}'],
		['{"code":"timeout"}'],
		['Error: connection refused'],
		['error'],
		['  Timed out after 5 s'],
		['timeout'],
		['Traceback (most recent call last):'],
		['Failed to fetch'],
		['HTTP 500'],
		['HTTP/502 Bad Gateway'],
		['"Error: in a JSON string"'],
		['<html>\r\n<head><title>502 Bad Gateway</title></head>'],
		['<!DOCTYPE html><html lang="en"><title>404 - Not Found</title>'],
	])('%s: it failed', (text) => {
		expect(judgeToolResult(text)).toBe('error');
	});

	test.each([
		[null],
		[''],
		['{"error":null}'],
		['{"error":""}'],
		['{"error":false}'],
		['{"errors":[]}'],
		['{"error":{}}'],
		['{"error":0}'],
		['{"success":true}'],
		['{"status":"ok"}'],
		['{"status":["failed"]}'],
		['{"status":200}'],
		['{"status":399}'],
		['{"status":600}'],
		['{"code":1404}'],
		['{"status":"delivered with 2 errors fixed"}'],
		['{"note":"error in the bill, please check"}'],
		['{"items":[{"error":"old one"}]}'],
		['[]'],
		['[{"error":"of one row"}]'],
		['404'],
		['No errors found.'],
		['<html><head><title>500 Days of Summer</title></head>'],
		['Errorless run'],
		['The order failed inspection last year but passed now'],
		['failsafe enabled'],
		['Timeouts are set to 5 s'],
		['{"error":'],
	])('%s: no alarm', (text) => {
		expect(judgeToolResult(text)).toBe('ok');
	});
});

test('an answer of more than a quarter of a million characters is judged by how it begins', () => {
	const failing = (length: number): string => {
		const [start, end] = ['{"page":"', '","error":"gone"}'];
		return start + 'a'.repeat(length - start.length - end.length) + end;
	};
	expect(judgeToolResult(failing(250_000))).toBe('error');
	expect(judgeToolResult(failing(250_001))).toBe('ok');
	expect(judgeToolResult(`Error: ${'a'.repeat(250_000)}`)).toBe('error');
	expect(sizeOfResult(failing(250_000))).toBe('2 fields');
	expect(sizeOfResult(failing(250_001))).toBeNull();
});

describe("size of a tool's result", () => {
	test.each([
		[null, 'empty result'],
		['  ', 'empty result'],
		['[]', 'no result'],
		['[1]', '1 result'],
		['[1,2,3]', '3 results'],
		['{}', '0 fields'],
		['{"a":1}', '1 field'],
		['{"a":1,"b":2}', '2 fields'],
		['some words', null],
		['12', null],
	])('%s: %s', (text, expected) => {
		expect(sizeOfResult(text)).toBe(expected);
	});
});

describe('the reason of a failed answer', () => {
	test.each([
		['{"error":"no such order"}', 'no such order'],
		['{"error":{"message":"card declined","code":5}}', 'card declined'],
		['{"errors":[{"title":"Not found","detail":"order 7 is unknown"}]}', 'order 7 is unknown'],
		['{"status":"error","message":"try later"}', 'try later'],
		['{"error":"error","message":"try later"}', 'try later'],
		['{"code":"timeout"}', 'timeout'],
		['{"status":404}', 'status 404'],
		['{"success":false}', '{"success":false}'],
		['Error: connection\n  refused', 'Error: connection refused'],
		['<html><head><title>502 Bad Gateway</title></head>', '502 Bad Gateway'],
		['{"error":"', '{"error":"'],
		['', ''],
	])('%s: %s', (text, reason) => {
		expect(reasonOfFailure(text)).toBe(reason);
	});
});
