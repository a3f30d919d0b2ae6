import { serveLives } from '../../src/node/serve-lives.js';
import { plannedLives } from './planned-lives.js';

serveLives(plannedLives);
