/** Returns a difference with its sign: `+1,200`, `−3`, `0`. */
export function signedText(difference: number, text: (value: number) => string): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "";
  return `${sign}${text(Math.abs(difference))}`;
}
