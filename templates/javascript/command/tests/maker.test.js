import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maker } from '../src/maker.js';

test('the maker is the first three characters', () => {
  assert.equal(maker('1HGCM82633A004352'), '1HG');
});

test('a short text has no maker', () => {
  assert.equal(maker('1HG'), undefined);
});
