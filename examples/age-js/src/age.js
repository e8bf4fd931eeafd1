/**
 * After so many years a vehicle may be imported into the United States though it does not
 * conform to the federal safety standards: 49 U.S.C. 30112(b)(9).
 */
export const US_IMPORT = 25;

/**
 * After so many years a vehicle may be one of historical interest in the European Union:
 * Directive 2014/45/EU, article 3(7).
 */
export const HISTORIC = 30;

// Position 10 from 1980 on, and again from 2010 on: 49 CFR 565.15, table VII.
const CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';

/**
 * The model year of a vehicle made for North America; undefined for others, whose position
 * 10 may mean anything, and for years that are still to come.
 */
export function modelYear(vin, today) {
  const offset = CODES.indexOf(vin[9]);
  if (!'12345'.includes(vin[0]) || offset < 0) return undefined;
  // A letter in position 7 says 2010 or later, for cars and light trucks: 49 CFR 565.15(b).
  const later = /[A-Z]/.test(vin[6]);
  const year = (later ? 2010 : 1980) + offset;
  // Next year's models are sold this year.
  return year <= today + 1 ? year : undefined;
}

/** The year of a clock in seconds since 1970: a BigInt, as the contract has it. */
export function yearOf(seconds) {
  return new Date(Number(seconds) * 1000).getUTCFullYear();
}

/** `since 2028` or `from 2028 on`. */
export function since(year, today) {
  return year <= today ? `since ${year}` : `from ${year} on`;
}
