const COUNTRIES = {
  1: 'United States',
  4: 'United States',
  5: 'United States',
  2: 'Canada',
  J: 'Japan',
  W: 'Germany',
};

/** The country that the first character of a VIN stands for, where it stands for one alone. */
export function country(vin) {
  return COUNTRIES[vin[0]];
}
