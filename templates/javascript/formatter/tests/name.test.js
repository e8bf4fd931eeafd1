import assert from 'node:assert/strict';
import { test } from 'node:test';
import { name } from '../src/name.js';

test('a vehicle is called by what is known', () => {
  assert.equal(name({ modelYear: 2003, make: 'HONDA' }), '2003 HONDA');
});

test('one of which nothing is known is unknown', () => {
  assert.equal(name({}), 'Unknown');
});
