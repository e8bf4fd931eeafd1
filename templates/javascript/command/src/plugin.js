import { maker } from './maker.js';

export const about = {
  describe() {
    return { name: 'my-plugin', version: '0.1.0', summary: 'THE SUMMARY' };
  },
};

export const command = {
  commands() {
    return [
      {
        name: 'my_plugin',
        description: 'THE SUMMARY',
        usage: '/my_plugin VIN',
        adminOnly: false,
      },
    ];
  },

  handle({ arguments: text }) {
    const vin = text.trim().toUpperCase();
    const code = maker(vin);
    // An error of the contract is thrown; these words are shown to the user.
    if (!code) {
      throw {
        tag: 'invalid-input',
        val: 'Send a VIN of 17 characters: /my_plugin 1HGCM82633A004352',
      };
    }
    return {
      spans: [
        { text: "The maker's code is ", style: {} },
        { text: code, style: { code: true } },
      ],
      buttons: [[{ label: 'Decode it', action: { tag: 'decode', val: vin } }]],
      attachments: [],
    };
  },
};
