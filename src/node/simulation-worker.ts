import { simulate } from '../simulating/index.js';
import { serveLives } from './serve-lives.js';

serveLives(simulate);
