/** The code of a VIN's maker; undefined for what is no VIN. */
export function maker(vin) {
  return vin.length === 17 ? vin.slice(0, 3) : undefined;
}
