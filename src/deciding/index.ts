export { bundle, BUNDLE_FORMAT, type Bundle } from './bundle.js';
