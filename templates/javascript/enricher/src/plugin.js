import { unixSeconds } from 'vinbot:plugin/clock@THE CONTRACT';
import { age } from './age.js';

export const about = {
  describe() {
    return { name: 'my-plugin', version: '0.1.0', summary: 'THE SUMMARY' };
  },
};

/** Seconds of a day: how long an answer may be kept. */
const DAY = 86_400;

export const enricher = {
  enrich(vehicle) {
    // An error of the contract is thrown.
    if (!vehicle.modelYear) throw { tag: 'not-covered' };
    return {
      key: 'my-plugin',
      title: 'Age',
      summary: `${age(vehicle.modelYear, unixSeconds())} years old`,
      attributes: [],
      items: [],
      ttl: DAY,
    };
  },
};
