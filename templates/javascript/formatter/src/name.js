/** Year, make and model, as far as they are known. */
export function name({ modelYear, make, model }) {
  return [modelYear, make, model].filter(Boolean).join(' ') || 'Unknown';
}
