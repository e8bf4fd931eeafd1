// A decoder: how old the vehicle is, and when it counts as historic.
import { unixSeconds } from 'vinbot:plugin/clock@0.1.0';
import { HISTORIC, modelYear, since, US_IMPORT, yearOf } from './age.js';

const GROUP = 'Age';
const AGE = { id: 'age-js:age', key: 'age', label: 'Age', unit: 'years', group: GROUP };
const IMPORT = {
  id: 'age-js:us-import',
  key: 'us-import-exemption',
  label: 'US import without conformity',
  group: GROUP,
};
const CLASSIC = {
  id: 'age-js:historic',
  key: 'historic-vehicle',
  label: 'Vehicle of historical interest',
  group: GROUP,
};

export const about = {
  describe() {
    return {
      name: 'age-js',
      version: '0.1.0',
      summary: 'How old a vehicle is, and when it counts as historic',
      data: '49 CFR 565, 49 U.S.C. 30112(b)(9), Directive 2014/45/EU',
    };
  },
};

export const decoder = {
  // The host reads these once; facts name them by their place here.
  vocabulary() {
    return [AGE, IMPORT, CLASSIC];
  },

  decode(queries) {
    const today = yearOf(unixSeconds());
    return queries.map((query) => decode(query, today));
  },
};

function decode(query, today) {
  const year = query.modelYear ?? modelYear(query.vin, today);
  if (!year) return { tag: 'err', val: { tag: 'not-covered' } };
  const values = [
    String(Math.max(0, today - year)),
    since(year + US_IMPORT, today),
    since(year + HISTORIC, today),
  ];
  const facts = values.map((value, place) => ({
    subject: { tag: 'known', val: place },
    value,
    isDefault: false,
  }));
  return { tag: 'ok', val: { facts, findings: [], confidence: 5 } };
}
