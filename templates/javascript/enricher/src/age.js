/** Years since a model year, by a clock in seconds since 1970. */
export function age(modelYear, seconds) {
  const today = new Date(Number(seconds) * 1000);
  return Math.max(0, today.getUTCFullYear() - modelYear);
}
