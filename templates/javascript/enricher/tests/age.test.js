import assert from 'node:assert/strict';
import { test } from 'node:test';
import { age } from '../src/age.js';

// The contract's u64 is a BigInt.
const NEW_YEAR_2026 = 1_767_225_600n;

test('the age is told by the clock', () => {
  assert.equal(age(2003, NEW_YEAR_2026), 23);
});

test('next year’s model is not older than new', () => {
  assert.equal(age(2027, NEW_YEAR_2026), 0);
});
