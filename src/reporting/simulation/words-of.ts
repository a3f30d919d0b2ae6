import type { Locale } from '../locale/index.js';
import { en as followEn } from './follow-words-en.js';
import { id as followId } from './follow-words-id.js';
import type { FollowWords } from './follow-words.js';
import { en as gamingEn } from './gaming-words-en.js';
import { id as gamingId } from './gaming-words-id.js';
import type { GamingWords } from './gaming-words.js';

export const followWords: Readonly<Record<Locale, FollowWords>> = { en: followEn, id: followId };
export const gamingWords: Readonly<Record<Locale, GamingWords>> = { en: gamingEn, id: gamingId };
