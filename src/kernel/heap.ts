/**
 * A binary min-heap of small integers ordered by keys that live outside it. `push` doubles as decrease-key: the caller
 * lowers `key[x]`, then pushes x. Equal keys leave in an order that depends on the pushes alone.
 * Cost: O(log n) per push and pop, O(size) per clear; memory 8 bytes per possible item.
 */
export class Heap {
  size = 0;
  private readonly key: Float64Array;
  private readonly item: Int32Array;
  private readonly at: Int32Array;

  /** @param key - one key per item 0..key.length; read on every comparison. */
  constructor(key: Float64Array) {
    this.key = key;
    this.item = new Int32Array(key.length);
    this.at = new Int32Array(key.length).fill(-1);
  }

  /** True while x waits in the heap. */
  has(x: number): boolean {
    return this.at[x]! >= 0;
  }

  /** Puts x in, or moves it up after its key was lowered. */
  push(x: number): void {
    const { key, item, at } = this;
    let i = at[x]!;
    if (i < 0) i = this.size++;
    const k = key[x]!;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const y = item[parent]!;
      if (key[y]! <= k) break;
      item[i] = y;
      at[y] = i;
      i = parent;
    }
    item[i] = x;
    at[x] = i;
  }

  /** The item with the least key, taken out; only while `size > 0`. */
  pop(): number {
    const { key, item, at } = this;
    const top = item[0]!;
    at[top] = -1;
    const n = --this.size;
    if (n > 0) {
      const x = item[n]!;
      const k = key[x]!;
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= n) break;
        if (child + 1 < n && key[item[child + 1]!]! < key[item[child]!]!) child++;
        const y = item[child]!;
        if (key[y]! >= k) break;
        item[i] = y;
        at[y] = i;
        i = child;
      }
      item[i] = x;
      at[x] = i;
    }
    return top;
  }

  /** Forgets what still waits. */
  clear(): void {
    for (let i = 0; i < this.size; i++) this.at[this.item[i]!] = -1;
    this.size = 0;
  }
}
