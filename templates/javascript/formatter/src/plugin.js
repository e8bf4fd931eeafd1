import { name } from './name.js';

const VIEW = 'my-plugin';

export const about = {
  describe() {
    return { name: 'my-plugin', version: '0.1.0', summary: 'THE SUMMARY' };
  },
};

export const formatter = {
  views() {
    return [VIEW];
  },

  format(reports, context) {
    // An error of the contract is thrown.
    if (context.view !== VIEW) throw { tag: 'invalid-input', val: `The only view is ${VIEW}.` };
    const spans = reports.flatMap(({ vehicle }) => [
      { text: name(vehicle), style: { bold: true } },
      { text: ' ', style: {} },
      { text: vehicle.vin, style: { code: true } },
      { text: '\n', style: {} },
    ]);
    return { spans, buttons: [], attachments: [] };
  },
};
