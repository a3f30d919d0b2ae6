// C0 but tab and line feed, DEL, C1 (ESC and CSI among them), line separators, marks that turn the reading order, tag characters
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Text that cannot steer a terminal: control characters, ESC and reversals of the reading order are shown as U+FFFD. */
export function terminalText(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}

/** The same in one line. */
export function terminalLine(text: string): string {
  return terminalText(text).replace(/[\t\n]+/g, ' ');
}
