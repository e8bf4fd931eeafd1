import assert from 'node:assert/strict';
import { test } from 'node:test';
import { country } from '../src/country.js';

test('the country is told from the first character', () => {
  assert.equal(country('1HGCM82633A004352'), 'United States');
  assert.equal(country('WAUZZZ8K9BA123456'), 'Germany');
});

test('what is not known is left to the next decoder', () => {
  assert.equal(country('ZFA31200000123456'), undefined);
});
