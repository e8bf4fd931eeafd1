import { country } from './country.js';

export const about = {
  describe() {
    return { name: 'my-plugin', version: '0.1.0', summary: 'THE SUMMARY' };
  },
};

export const decoder = {
  // Terms that facts refer to by number; here every fact brings its own.
  vocabulary() {
    return [];
  },

  // One answer a query, in their order.
  decode(queries) {
    return queries.map(({ vin }) => {
      const value = country(vin);
      if (!value) return { tag: 'err', val: { tag: 'not-covered' } };
      const term = { id: 'my-plugin:country', key: 'country', label: 'Country', group: 'Origin' };
      const fact = { subject: { tag: 'named', val: term }, value, isDefault: false };
      return { tag: 'ok', val: { facts: [fact], findings: [], confidence: 10 } };
    });
  },
};
