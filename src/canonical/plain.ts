/**
 * True for an object made by `{}`, by a JSON parser or by `Object.create(null)`, in any realm: a page, a frame, a test runner's
 * sandbox. False for instances of classes, Date, Map and every other object that stands for more than its own keys.
 */
export function isPlainObject(value: object): boolean {
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto === Object.prototype || proto === null) return true;
  // The Object.prototype of another realm: the end of its chain, and the owner of the methods every object has.
  return Object.getPrototypeOf(proto) === null && Object.hasOwn(proto as object, 'isPrototypeOf');
}

/** True for an array of the built-in class, in any realm; false for a subclass (its prototype is no array). */
export function isPlainArray(value: object): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Array.prototype || Array.isArray(proto);
}
