/**
 * Numbers of entries by their ids, in eight bytes a slot instead of the hundred and more that a Map of strings takes: a log of two
 * million entries is opened in bounded memory. The ids themselves are not kept, so a candidate must be looked up in the log.
 */
export class IdTable {
  private count = 0;
  private prints: Uint32Array<ArrayBuffer> = new Uint32Array(1024);
  private numbers: Uint32Array<ArrayBuffer> = new Uint32Array(1024); // number + 1; 0 is a free slot
  private readonly seed: number;

  /** @param seed - any number, another one each time, so that nobody can choose ids that fall into one slot */
  constructor(seed: number) {
    this.seed = seed >>> 0;
  }

  /** Numbers of entries that may have this id: nearly always none or one. */
  candidates(id: string): number[] {
    const print = this.print(id);
    const mask = this.numbers.length - 1;
    const found: number[] = [];
    for (let slot = print & mask; this.numbers[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.prints[slot] === print) found.push(this.numbers[slot]! - 1);
    }
    return found;
  }

  add(id: string, number: number): void {
    if (3 * (this.count + 1) > 2 * this.numbers.length) this.grow();
    this.put(this.print(id), number + 1);
    this.count++;
  }

  private put(print: number, stored: number): void {
    const mask = this.numbers.length - 1;
    let slot = print & mask;
    while (this.numbers[slot] !== 0) slot = (slot + 1) & mask;
    this.prints[slot] = print;
    this.numbers[slot] = stored;
  }

  private grow(): void {
    const { prints, numbers } = this;
    this.prints = new Uint32Array(2 * prints.length);
    this.numbers = new Uint32Array(2 * prints.length);
    for (let slot = 0; slot < prints.length; slot++) if (numbers[slot] !== 0) this.put(prints[slot]!, numbers[slot]!);
  }

  /** FNV-1a over the code units, mixed at the end as in MurmurHash3. */
  private print(id: string): number {
    let hash = this.seed ^ 0x811c9dc5;
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
