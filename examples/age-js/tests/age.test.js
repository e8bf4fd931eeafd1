import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelYear, since, yearOf } from '../src/age.js';

test('a digit in position 7 says the years until 2009, a letter those after', () => {
  assert.equal(modelYear('1HGCM82633A004352', 2026), 2003);
  assert.equal(modelYear('5YJ3E1EA2KF317000', 2026), 2019);
  assert.equal(modelYear('1G1AF1182CY100001', 2026), 1982);
});

test('outside North America position 10 is not taken for a year', () => {
  assert.equal(modelYear('WAUZZZ8K9BA123456', 2026), undefined);
});

test('a year that is still to come is none', () => {
  assert.equal(modelYear('5YJ3E1EA2VF317000', 2026), 2027);
  assert.equal(modelYear('5YJ3E1EA2WF317000', 2026), undefined);
});

test('the year is read from the clock', () => {
  assert.equal(yearOf(1_767_225_599n), 2025);
  assert.equal(yearOf(1_767_225_600n), 2026);
});

test('what has come is told apart from what will', () => {
  assert.equal(since(2026, 2026), 'since 2026');
  assert.equal(since(2027, 2026), 'from 2027 on');
});
